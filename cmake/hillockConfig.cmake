# find_package(hillock): targets hillock::hillock (shared) and hillock::hillock_static.
include(${CMAKE_CURRENT_LIST_DIR}/hillockTargets.cmake)
