# BLAS with its C interface: OpenBLAS unless BLA_VENDOR names another (Generic: the system's
# libblas).
#
#   CBLAS_INCLUDE_DIRS   where cblas.h is
#   CBLAS_LIBRARIES      what to link here
#   CBLAS_LINK_FLAGS     the same as -l flags, for pkg-config and installed CMake packages
include(CheckSymbolExists)
include(FindPackageHandleStandardArgs)
include(link_flags)

if(NOT BLA_VENDOR)
  set(BLA_VENDOR OpenBLAS)
endif()
find_package(BLAS QUIET)
find_path(CBLAS_INCLUDE_DIR cblas.h PATH_SUFFIXES openblas)

# Most libraries contain their C interface; the reference BLAS built by hand keeps it in libcblas.
set(CBLAS_LIBRARIES ${BLAS_LIBRARIES})
if(BLAS_FOUND AND CBLAS_INCLUDE_DIR)
  set(CMAKE_REQUIRED_INCLUDES ${CBLAS_INCLUDE_DIR})
  set(CMAKE_REQUIRED_LIBRARIES ${BLAS_LIBRARIES} m)
  check_symbol_exists(cblas_dgemv cblas.h CBLAS_IS_IN_BLAS)
  find_library(CBLAS_LIBRARY cblas)
  if(NOT CBLAS_IS_IN_BLAS AND CBLAS_LIBRARY)
    list(PREPEND CBLAS_LIBRARIES ${CBLAS_LIBRARY})
    set(CMAKE_REQUIRED_LIBRARIES ${CBLAS_LIBRARIES} m)
    check_symbol_exists(cblas_dgemv cblas.h CBLAS_IS_BESIDE_BLAS)
  endif()
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()
if(CBLAS_IS_IN_BLAS OR CBLAS_IS_BESIDE_BLAS)
  set(CBLAS_LINKS TRUE)
endif()

set(CBLAS_INCLUDE_DIRS ${CBLAS_INCLUDE_DIR})
hillock_link_flags(CBLAS_LINK_FLAGS ${CBLAS_LIBRARIES})

find_package_handle_standard_args(
  CBLAS REQUIRED_VARS CBLAS_LIBRARIES CBLAS_INCLUDE_DIR CBLAS_LINKS
  REASON_FAILURE_MESSAGE
    "on Debian: apt-get install libopenblas-dev, or libblas-dev and -DBLA_VENDOR=Generic")
mark_as_advanced(CBLAS_INCLUDE_DIR CBLAS_LIBRARY)
