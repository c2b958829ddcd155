# shellcheck shell=bash
# Common to the checks of structure. ctest sets SOURCE_DIR, BUILD_DIR and CC.
cd "${SOURCE_DIR:?}" || exit

# The C files, or the shell scripts, under the folders named.
c_files()
{
    find "$@" -name '*.[ch]' | sort
}

shell_scripts()
{
    find "$@" -type f \( -name '*.sh' -o -name run \) | sort
}

# Passes when what came in on standard input is empty; else shows it, under a heading that says what to do.
expect_nothing()
{
    local findings
    findings=$(cat)
    [[ -z $findings ]] || {
        printf '%s:\n%s\n' "$1" "$findings"
        return 1
    }
}
