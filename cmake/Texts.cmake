# Compiles files of text into the binary: embed_texts(TARGET FUNCTION FILES) adds a generated source with one raw string
# literal for each file that FILES (a glob below the root) finds. `tools::FUNCTION(name)`, which tools/FUNCTION.hpp
# declares, gives the text of the file of that name, without its extension.
function(embed_texts target function files)
    file(GLOB found CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${files}")
    set(generated "${CMAKE_BINARY_DIR}/generated/${function}.cpp")
    add_custom_command(
        OUTPUT "${generated}"
        COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${generated}" "-DFUNCTION=${function}" "-DFILES=${found}"
                -P "${CMAKE_SOURCE_DIR}/cmake/embed_texts.cmake"
        DEPENDS ${found} "${CMAKE_SOURCE_DIR}/cmake/embed_texts.cmake"
        VERBATIM)
    target_sources(${target} PRIVATE "${generated}")
endfunction()
