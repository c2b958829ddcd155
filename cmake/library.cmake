# The library: every src/<room>/<file>.c compiled once; the shared library, the static one and the
# tests are made of the same objects.
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/*/*.c)
foreach(set portable avx2 avx512)
  set(kernels ${sources})
  list(FILTER kernels INCLUDE REGEX "_${set}\\.c$")
  if(set IN_LIST HILLOCK_INSTRUCTION_SETS)
    set_source_files_properties(${kernels} PROPERTIES COMPILE_OPTIONS "${HILLOCK_${set}_OPTIONS}")
  elseif(kernels)
    list(REMOVE_ITEM sources ${kernels})
  endif()
endforeach()
# Double-double arithmetic must be rounded as it is written.
file(GLOB exact ${PROJECT_SOURCE_DIR}/src/pass/residuals_*.c)
set_property(SOURCE ${exact} APPEND PROPERTY COMPILE_OPTIONS -ffp-contract=off)

# An exported neuron is made of the library's own functions: their source, as text.
set(mathematics)
foreach(header vector_exp_log vector_math vector_normal points activation_points)
  list(APPEND mathematics ${PROJECT_SOURCE_DIR}/src/neuron/${header}.h)
endforeach()
set(mathematics_text ${CMAKE_CURRENT_BINARY_DIR}/mathematics_text.c)
add_custom_command(
  OUTPUT ${mathematics_text}
  COMMAND ${CMAKE_COMMAND} -D NAME=hk_mathematics_text -D "INPUTS=${mathematics}" -D
          OUTPUT=${mathematics_text} -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${mathematics} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
  VERBATIM)

add_library(hillock_objects OBJECT ${sources} ${mathematics_text})
set_target_properties(hillock_objects PROPERTIES C_VISIBILITY_PRESET hidden
                                                 POSITION_INDEPENDENT_CODE ON)
target_compile_definitions(hillock_objects PRIVATE HILLOCK_BUILDING)
if(HILLOCK_TARGET_IS_X86_64)
  target_compile_definitions(hillock_objects PUBLIC HK_X86_KERNELS=1)
endif()
target_include_directories(hillock_objects PUBLIC ${PROJECT_SOURCE_DIR}/include
                                                  ${PROJECT_SOURCE_DIR}/src
                                           PRIVATE ${CBLAS_INCLUDE_DIRS}
                                                   ${LAPACKE_INCLUDE_DIRS})
target_link_libraries(hillock_objects PUBLIC $<BUILD_INTERFACE:OpenMP::OpenMP_C>)

add_library(hillock SHARED $<TARGET_OBJECTS:hillock_objects>)
set(exports ${PROJECT_SOURCE_DIR}/cmake/hillock.map)
set_target_properties(hillock PROPERTIES SOVERSION 0 VERSION ${PROJECT_VERSION}
                                         LINK_DEPENDS ${exports} LINKER_LANGUAGE C)
target_link_options(hillock PRIVATE LINKER:--version-script=${exports})

add_library(hillock_static STATIC $<TARGET_OBJECTS:hillock_objects>)
set_target_properties(hillock_static PROPERTIES OUTPUT_NAME hillock LINKER_LANGUAGE C)

list(TRANSFORM OpenMP_C_LIB_NAMES PREPEND -l OUTPUT_VARIABLE openmp_link_flags)
foreach(library hillock hillock_static)
  add_library(hillock::${library} ALIAS ${library})
  target_include_directories(
    ${library} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                         $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  # Here the files that were found; in an installed package their names, which hold everywhere, and
  # for the static library what only a static BLAS needs.
  set(only_static)
  if(library STREQUAL hillock_static)
    set(only_static ${LAPACKE_STATIC_FLAGS})
  endif()
  target_link_libraries(
    ${library} PRIVATE "$<BUILD_INTERFACE:${LAPACKE_LIBRARIES};${CBLAS_LIBRARIES};OpenMP::OpenMP_C>"
                       "$<INSTALL_INTERFACE:${LAPACKE_LINK_FLAGS};${CBLAS_LINK_FLAGS};${only_static};${openmp_link_flags}>"
                       m)
endforeach()
