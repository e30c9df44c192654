# What every translation unit is compiled with.

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    message(FATAL_ERROR
        "g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles coroutines (GCC PR 100611, 98401, 95599): "
        "temporaries in a co_await expression are destroyed twice. "
        "Use the presets, which take clang++-19 (apt-get install clang-19 lld-19).")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
                    -Woverloaded-virtual -Wimplicit-fallthrough -Werror)
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION
                        BOOST_ASIO_DISABLE_BOOST_ARRAY BOOST_ASIO_DISABLE_BOOST_REGEX)

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_link_options(-fuse-ld=lld)
    # Debug information is most of what -O0 writes; line tables are what a backtrace needs.
    set(CMAKE_CXX_FLAGS_DEBUG "-O0 -gline-tables-only")
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_link_options($<$<CONFIG:Release>:-Wl,--gc-sections> $<$<CONFIG:Release>:-Wl,-s>)
add_compile_options($<$<CONFIG:Release>:-ffunction-sections> $<$<CONFIG:Release>:-fdata-sections>)

# The release binary carries everything but the C library: it must start on any machine of the same glibc or later.
if(NOT DASHSCOPE_MCP_SANITIZE)
    add_link_options($<$<CONFIG:Release>:-static-libstdc++> $<$<CONFIG:Release>:-static-libgcc>)
    set(Boost_USE_STATIC_LIBS ON)
    set(OPENSSL_USE_STATIC_LIBS ON)
    set(ZLIB_USE_STATIC_LIBS ON)
endif()

set(DASHSCOPE_MCP_SANITIZE "" CACHE STRING "address (with undefined) or thread")
if(DASHSCOPE_MCP_SANITIZE STREQUAL "address")
    # null, vptr, alignment and object-size take minutes on files with Beast coroutines and found nothing there.
    add_compile_options(-O1 -fsanitize=address,undefined -fno-sanitize=null,vptr,alignment,object-size
                        -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
elseif(DASHSCOPE_MCP_SANITIZE STREQUAL "thread")
    add_compile_options(-O1 -fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
endif()

# The fuzzer steers by the coverage of the layers, not only of its own targets.
if(DASHSCOPE_MCP_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
    add_link_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()
