#!/usr/bin/env bash
# In a project that includes the source tree there are the two libraries, no command, no tests, and
# the build type stays what the project says: none.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail()
{
    printf '%s\n' "$@"
    exit 1
}

cat >"$scratch/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.20)
project(host LANGUAGES C)
add_subdirectory("${SOURCE_DIR:?}" hillock)
add_executable(host "$SOURCE_DIR/tests/install/consumer/consumer.c")
target_link_libraries(host PRIVATE hillock::hillock)
CMAKE
cmake -S "$scratch" -B "$scratch/build" -DCMAKE_C_COMPILER="${CC:-cc}" >"$scratch/log"
cmake --build "$scratch/build" --target help >"$scratch/targets"
for target in hillock hillock_static; do
    grep -qw "$target" "$scratch/targets" || fail "there is no target $target"
done
if grep -E 'hillock_command|bench|test_' "$scratch/targets"; then
    fail 'these are not the library'
fi
grep -q '^CMAKE_BUILD_TYPE:STRING=$' "$scratch/build/CMakeCache.txt" ||
    fail "$(grep '^CMAKE_BUILD_TYPE' "$scratch/build/CMakeCache.txt")"
