# LAPACK, by its C interface and by name. CBLAS must have been found.
#
#   LAPACKE_INCLUDE_DIRS   where lapacke.h is
#   LAPACKE_LIBRARIES      what to link here, before BLAS
#   LAPACKE_LINK_FLAGS     the same as -l flags, for pkg-config and installed CMake packages
#   LAPACKE_STATIC_FLAGS   what a program without any shared library needs after BLAS; empty where
#                          it could not be linked
include(CheckCSourceCompiles)
include(FindPackageHandleStandardArgs)
include(link_flags)

find_path(LAPACKE_INCLUDE_DIR lapacke.h PATH_SUFFIXES lapacke openblas)
find_library(LAPACKE_LIBRARY lapacke)
set(LAPACKE_INCLUDE_DIRS ${LAPACKE_INCLUDE_DIR})
set(LAPACKE_LIBRARIES ${LAPACKE_LIBRARY})

# A program that calls LAPACK both ways. More arguments: link options.
function(check_lapack_links result libraries)
  set(CMAKE_REQUIRED_INCLUDES ${LAPACKE_INCLUDE_DIR})
  set(CMAKE_REQUIRED_LIBRARIES ${libraries} m)
  set(CMAKE_REQUIRED_LINK_OPTIONS ${ARGN})
  check_c_source_compiles(
    "#include <lapacke.h>
     int main(void)
     {
         double A = 1.0, tau, work[4];
         lapack_int n = 1, info = 0;
         LAPACK_dpotf2(\"U\", &n, &A, &n, &info);
         return (int)LAPACKE_dgeqp3_work(LAPACK_COL_MAJOR, n, n, &A, n, &n, &tau, work, 4);
     }" ${result})
endfunction()

# OpenBLAS contains LAPACK; beside another BLAS it is a library of its own.
if(LAPACKE_LIBRARY AND LAPACKE_INCLUDE_DIR)
  check_lapack_links(LAPACK_IS_IN_BLAS "${LAPACKE_LIBRARIES};${CBLAS_LIBRARIES}")
  if(NOT LAPACK_IS_IN_BLAS)
    find_library(LAPACK_LIBRARY lapack)
    list(APPEND LAPACKE_LIBRARIES ${LAPACK_LIBRARY})
    check_lapack_links(LAPACK_IS_BESIDE_BLAS "${LAPACKE_LIBRARIES};${CBLAS_LIBRARIES}")
  endif()
endif()
if(LAPACK_IS_IN_BLAS OR LAPACK_IS_BESIDE_BLAS)
  set(LAPACK_LINKS TRUE)
endif()
hillock_link_flags(LAPACKE_LINK_FLAGS ${LAPACKE_LIBRARIES})

# LAPACK is Fortran, whose libraries a shared one brings along and a static one does not.
set(LAPACKE_STATIC_FLAGS)
foreach(fortran "" "-lgfortran" "-lgfortran;-lquadmath")
  string(MAKE_C_IDENTIFIER "LAPACK_IS_STATIC${fortran}" is_static)
  if(LAPACK_LINKS)
    check_lapack_links(${is_static} "${LAPACKE_LINK_FLAGS};${CBLAS_LINK_FLAGS};${fortran}" -static)
  endif()
  if(${is_static})
    set(LAPACKE_STATIC_FLAGS ${fortran})
    break()
  endif()
endforeach()

find_package_handle_standard_args(
  LAPACKE REQUIRED_VARS LAPACKE_LIBRARY LAPACKE_INCLUDE_DIR LAPACK_LINKS
  REASON_FAILURE_MESSAGE "on Debian: apt-get install liblapacke-dev")
mark_as_advanced(LAPACKE_INCLUDE_DIR LAPACKE_LIBRARY LAPACK_LIBRARY)
