# model_table(TARGET): the model catalogue as a generated source of TARGET.
function(model_table target)
    set(folder "${CMAKE_SOURCE_DIR}/data")
    set(catalogue "${folder}/models-2026-05.jsonl")
    set(generated "${CMAKE_BINARY_DIR}/generated/model_table_data.cpp")
    add_executable(make_model_table "${folder}/make_model_table.cpp")
    target_link_libraries(make_model_table PRIVATE Boost::json)
    add_custom_command(
        OUTPUT "${generated}"
        COMMAND make_model_table "${catalogue}" "${generated}"
        DEPENDS make_model_table "${catalogue}"
        VERBATIM)
    target_sources(${target} PRIVATE "${generated}")
endfunction()
