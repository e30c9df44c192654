# layer(NAME [TARGET name] [SOURCES ...] [USES layers and libraries ...])
#
# Declares one layer as a static library whose only include root holds that layer alone, so that `#include "net/url.hpp"`
# compiles only where `net` is among USES. The root is a folder with one symbolic link to the layer's sources. TARGET is
# for layers whose name CMake keeps for itself.
function(layer name)
    cmake_parse_arguments(PARSE_ARGV 1 LAYER "" "TARGET" "SOURCES;USES")
    set(target ${name})
    if(LAYER_TARGET)
        set(target ${LAYER_TARGET})
    endif()
    add_library(${target} STATIC ${LAYER_SOURCES})
    set(root "${CMAKE_BINARY_DIR}/include-roots/${name}")
    file(MAKE_DIRECTORY "${root}")
    file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${root}/${name}" SYMBOLIC)
    target_include_directories(${target} PUBLIC "${root}")
    target_link_libraries(${target} PUBLIC ${LAYER_USES})
    set_property(GLOBAL APPEND PROPERTY DASHSCOPE_MCP_LAYERS ${target})
endfunction()
