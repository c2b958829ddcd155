# cmake -D HILLOCK=... -D MANUAL=... -D OUTPUT=folder -D VERSION=... -D DATE=... -D COMPLETION=file
# -P make.cmake: OUTPUT/man1/*.1 and OUTPUT/completions/hillock.
function(make file)
  execute_process(COMMAND ${ARGN} OUTPUT_FILE ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${OUTPUT}/man1)
file(MAKE_DIRECTORY ${OUTPUT}/man1 ${OUTPUT}/completions)
execute_process(COMMAND ${MANUAL} commands ${HILLOCK} OUTPUT_VARIABLE commands
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[a-z]+" commands "${commands}")
make(${OUTPUT}/man1/hillock.1 ${MANUAL} page ${HILLOCK} ${VERSION} ${DATE})
foreach(command IN LISTS commands)
  make(${OUTPUT}/man1/hillock-${command}.1 ${MANUAL} page ${HILLOCK} ${VERSION} ${DATE} ${command})
endforeach()
make(${OUTPUT}/tables ${MANUAL} completion ${HILLOCK})
file(READ ${COMPLETION} functions)
file(READ ${OUTPUT}/tables tables)
file(REMOVE ${OUTPUT}/tables)
file(WRITE ${OUTPUT}/completions/hillock "${functions}${tables}")
