# What is installed, and the Debian package (`cpack -G DEB --config BUILD/CPackConfig.cmake`, or scripts/package).
# The manual page and the completions come from the program itself, when it is installed.
include(GNUInstallDirs)

# Only the program is needed, not the tests.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

install(TARGETS dashscope-mcp)
install(FILES manifests/systemd/dashscope-mcp.service DESTINATION lib/systemd/system)
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
install(FILES README.md README.zh-CN.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(generated "${CMAKE_BINARY_DIR}/generated/install")
file(MAKE_DIRECTORY "${generated}")
foreach(page "bash dashscope-mcp" "zsh _dashscope-mcp" "fish dashscope-mcp.fish" "man dashscope-mcp.1")
    string(REPLACE " " ";" page "${page}")
    list(GET page 0 kind)
    list(GET page 1 name)
    install(CODE "execute_process(COMMAND \"${CMAKE_BINARY_DIR}/dashscope-mcp\" completion ${kind}
        OUTPUT_FILE \"${generated}/${name}\" COMMAND_ERROR_IS_FATAL ANY)")
endforeach()
# Debian's policy: compressed as well as can be, and the same bytes from the same page.
install(CODE "execute_process(COMMAND gzip -9nf \"${generated}/dashscope-mcp.1\" COMMAND_ERROR_IS_FATAL ANY)")
install(FILES "${generated}/dashscope-mcp.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${generated}/dashscope-mcp" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${generated}/_dashscope-mcp" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
install(FILES "${generated}/dashscope-mcp.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME dashscope-mcp)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "The dashscope-mcp authors <dashscope-mcp@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "MCP server for Alibaba Cloud DashScope (Model Studio)")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
include(CPack)
