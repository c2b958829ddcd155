# Libraries as the flags that find them on any machine, for pkg-config and installed CMake packages.

# hillock_link_flags(FLAGS LIBRARY...): files become -l flags, after -L where the linker would not
# look; what is a flag already stays.
function(hillock_link_flags flags)
  set(list)
  foreach(library IN LISTS ARGN)
    if(IS_ABSOLUTE "${library}")
      cmake_path(GET library PARENT_PATH folder)
      cmake_path(GET library STEM library)
      string(REGEX REPLACE "^lib" "-l" library "${library}")
      if(NOT folder IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES)
        list(APPEND list -L${folder})
      endif()
    endif()
    list(APPEND list ${library})
  endforeach()
  set(${flags} ${list} PARENT_SCOPE)
endfunction()
