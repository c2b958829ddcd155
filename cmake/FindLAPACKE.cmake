# LAPACK's C interface.
#
#   LAPACKE_INCLUDE_DIRS   where lapacke.h is
#   LAPACKE_LIBRARIES      what to link here, before BLAS
#   LAPACKE_LINK_FLAGS     the same as -l flags, for pkg-config and installed CMake packages
include(FindPackageHandleStandardArgs)

find_path(LAPACKE_INCLUDE_DIR lapacke.h PATH_SUFFIXES lapacke openblas)
find_library(LAPACKE_LIBRARY lapacke)
set(LAPACKE_INCLUDE_DIRS ${LAPACKE_INCLUDE_DIR})
set(LAPACKE_LIBRARIES ${LAPACKE_LIBRARY})
set(LAPACKE_LINK_FLAGS)
if(LAPACKE_LIBRARY)
  cmake_path(GET LAPACKE_LIBRARY PARENT_PATH folder)
  if(NOT folder IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES)
    list(APPEND LAPACKE_LINK_FLAGS -L${folder})
  endif()
  list(APPEND LAPACKE_LINK_FLAGS -llapacke)
endif()

find_package_handle_standard_args(
  LAPACKE REQUIRED_VARS LAPACKE_LIBRARY LAPACKE_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "on Debian: apt-get install liblapacke-dev")
mark_as_advanced(LAPACKE_INCLUDE_DIR LAPACKE_LIBRARY)
