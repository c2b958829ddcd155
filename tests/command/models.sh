# shellcheck shell=bash
# Models for the command's tests, made by hand: docs/format.md.

# Writes the lines on standard input and their checksum (FNV-1a of 64 bits) to the file $1.
seal_model() {
    local -i hash=0xcbf29ce484222325
    local byte
    cat >"$1"
    for byte in $(od -An -v -tu1 "$1"); do
        hash=$(((hash ^ byte) * 0x100000001b3))
    done
    printf 'checksum %016x\n' "$hash" >>"$1"
}
