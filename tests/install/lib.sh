# shellcheck shell=bash
# Common to the tests of what is installed: hillock installed into a temporary prefix, $prefix,
# which is removed at the end, and $scratch, a folder to work in. ctest sets SOURCE_DIR, BUILD_DIR
# and CC.

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
cmake --install "${BUILD_DIR:?}" --prefix "$prefix" >"$scratch/install.log"

pkgconfig_dir=$(dirname "$(find "$prefix" -name hillock.pc)")
library_dir=$(dirname "$pkgconfig_dir")
export PKG_CONFIG_PATH=$pkgconfig_dir

fail()
{
    printf '%s\n' "$@"
    exit 1
}

# The program's own libraries are where a system's would be found without help.
run_installed()
{
    LD_LIBRARY_PATH=$library_dir "$@"
}
