# What a distribution ships: header, both libraries, hillock.pc and the CMake package.
include(CMakePackageConfigHelpers)

install(FILES include/hillock/hillock.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hillock)
install(TARGETS hillock hillock_static EXPORT hillockTargets)

# Written while installing, because `cmake --install --prefix` may choose another prefix than this
# one.
list(JOIN CBLAS_LINK_FLAGS " " cblas_link_flags)
list(JOIN LAPACKE_LINK_FLAGS " " lapacke_link_flags)
list(JOIN LAPACKE_STATIC_FLAGS " " lapacke_static_flags)
list(JOIN openmp_link_flags " " openmp_link_flags_in_pc)
install(
  CODE "
    set(PROJECT_VERSION \"${PROJECT_VERSION}\")
    set(PROJECT_DESCRIPTION \"${PROJECT_DESCRIPTION}\")
    set(cblas_link_flags \"${cblas_link_flags}\")
    set(lapacke_link_flags \"${lapacke_link_flags}\")
    set(lapacke_static_flags \"${lapacke_static_flags}\")
    set(openmp_link_flags \"${openmp_link_flags_in_pc}\")
    set(libdir \"${CMAKE_INSTALL_LIBDIR}\")
    set(includedir \"${CMAKE_INSTALL_INCLUDEDIR}\")
    cmake_path(ABSOLUTE_PATH libdir BASE_DIRECTORY \"\${CMAKE_INSTALL_PREFIX}\")
    cmake_path(ABSOLUTE_PATH includedir BASE_DIRECTORY \"\${CMAKE_INSTALL_PREFIX}\")
    set(file \"\${libdir}/pkgconfig/hillock.pc\")
    configure_file(\"${PROJECT_SOURCE_DIR}/pkgconfig/hillock.pc.in\"
                   \"\$ENV{DESTDIR}\${file}\" @ONLY)
    list(APPEND CMAKE_INSTALL_MANIFEST_FILES \"\${file}\")
    message(STATUS \"Installing: \$ENV{DESTDIR}\${file}\")")

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hillock)
install(EXPORT hillockTargets NAMESPACE hillock:: DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hillockConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES cmake/hillockConfig.cmake ${PROJECT_BINARY_DIR}/hillockConfigVersion.cmake
        DESTINATION ${package_dir})
