# shellcheck shell=bash
# Common to the checks of structure. They look at the tree they lie in; ctest sets
# BUILD_DIR and CC.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

# The C files, or the shell scripts, under the folders named.
c_files()
{
    find "$@" -name '*.[ch]' | sort
}

shell_scripts()
{
    find "$@" -type f \( -name '*.sh' -o -name run \) | sort
}

# Passes when what came in on standard input is empty; else shows it, under a heading that says
# what to do.
expect_nothing()
{
    local findings
    findings=$(cat)
    [[ -z $findings ]] || {
        printf '%s:\n%s\n' "$1" "$findings"
        return 1
    }
}
