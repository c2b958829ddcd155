# shellcheck shell=bash
# What examples/run, tests/run and bench/run have in common: the packages and the build.
# To be sourced:
#
#     install_packages build tests           the packages of these groups of packages.txt
#     build_preset release tests examples    configures and builds; then $build_dir is the place
#
# Builds go to build/<preset> of the source tree, or to $HILLOCK_BUILD_DIR/<preset>.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail()
{
    printf '%s\n' "$@" >&2
    exit 1
}

# The packages of the groups named, or of those the ones that are not installed.
packages_of()
{
    awk -v groups=" $* " '!/^#/ && index(groups, " " $2 " ") { print $1 }' \
        "$source_dir/cmake/packages.txt"
}

missing_packages()
{
    local package status
    for package in $(packages_of "$@"); do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [[ $status == installed ]] || printf '%s\n' "$package"
    done
}

# How this user can run apt-get: nothing before it, sudo before it, or not at all (status 1). A
# password can only be asked for on a terminal.
apt_prefix()
{
    if [[ $(id -u) -eq 0 ]]; then
        return 0
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
        printf 'sudo\n'
    else
        return 1
    fi
}

# Runs a command that only a failure makes interesting: its output goes to a log.
logged()
{
    local log=$1
    shift
    "$@" >>"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        fail "" "failed: $*" "the whole output: $log"
    }
}

install_packages()
{
    local packages prefix log
    if ! command -v dpkg-query >/dev/null; then
        printf 'This is not Debian or Ubuntu; please see that you have the equivalents of:\n %s\n' \
            "$(packages_of "$@" | tr '\n' ' ')"
        return
    fi
    mapfile -t packages < <(missing_packages "$@")
    [[ ${#packages[@]} -gt 0 ]] || return 0
    printf 'Packages to install: %s\n' "${packages[*]}"
    prefix=$(apt_prefix) || fail \
        "They need an administrator. Please run, then start this command again:" \
        "    sudo apt-get install ${packages[*]}"
    log=$(mktemp "${TMPDIR:-/tmp}/hillock-packages-XXXXXX")
    # shellcheck disable=SC2086 # an empty prefix must vanish
    logged "$log" $prefix env DEBIAN_FRONTEND=noninteractive apt-get update -q
    # shellcheck disable=SC2086
    logged "$log" $prefix env DEBIAN_FRONTEND=noninteractive apt-get install -qy \
        --no-install-recommends "${packages[@]}"
    rm -f "$log"
}

# build_preset PRESET PART...   parts: tests, examples, bench. A part once asked for stays in that
# build directory, so that the commands do not undo each other's work.
build_preset()
{
    local preset=$1 part options=() log
    shift
    build_dir=${HILLOCK_BUILD_DIR:-$source_dir/build}/$preset
    { mkdir -p "$build_dir" && [[ -w $build_dir ]]; } 2>/dev/null ||
        fail "Cannot write to $build_dir; name another place: HILLOCK_BUILD_DIR=/some/where $0"
    build_dir=$(cd "$build_dir" && pwd)
    if [[ ! -f $build_dir/CMakeCache.txt ]]; then
        options+=(-DHILLOCK_BUILD_TESTS=OFF -DHILLOCK_BUILD_EXAMPLES=OFF -DHILLOCK_BUILD_BENCH=OFF)
    fi
    for part in "$@"; do
        options+=("-DHILLOCK_BUILD_${part^^}=ON")
    done
    log=$build_dir/build.log
    : >"$log"
    printf 'Building %s in %s\n' "$preset" "$build_dir"
    (
        cd "$source_dir" || exit
        logged "$log" cmake --preset "$preset" -B "$build_dir" "${options[@]}"
    ) || exit
    logged "$log" cmake --build "$build_dir"
}
