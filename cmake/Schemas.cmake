# Compiles schemas/NAME.json into the binary: embed_schemas(TARGET) adds a generated source with one raw string literal
# for each schema, found by `tools::schema_text(name)`.
function(embed_schemas target)
    file(GLOB schemas CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/schemas/*.json")
    set(generated "${CMAKE_BINARY_DIR}/generated/schemas.cpp")
    add_custom_command(
        OUTPUT "${generated}"
        COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${generated}" "-DSCHEMAS=${schemas}" -P "${CMAKE_SOURCE_DIR}/cmake/embed_schemas.cmake"
        DEPENDS ${schemas} "${CMAKE_SOURCE_DIR}/cmake/embed_schemas.cmake"
        VERBATIM)
    target_sources(${target} PRIVATE "${generated}")
endfunction()
