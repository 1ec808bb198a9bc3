include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/optaxx)
install(DIRECTORY include/ ${PROJECT_BINARY_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS optaxx EXPORT optaxxTargets)
if(TARGET optaxx_tool)
  install(TARGETS optaxx_tool COMPONENT tool)
endif()
install(EXPORT optaxxTargets NAMESPACE optaxx:: DESTINATION ${config_dir})

configure_package_config_file(cmake/optaxxConfig.cmake.in optaxxConfig.cmake
                              INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(optaxxConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/optaxxConfig.cmake ${PROJECT_BINARY_DIR}/optaxxConfigVersion.cmake
        DESTINATION ${config_dir})

set(pc_requires fmt)
if(OPTAXX_TBB)
  string(APPEND pc_requires " tbb")
endif()
file(RELATIVE_PATH pc_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/optaxx.pc.in optaxx.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/optaxx.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
