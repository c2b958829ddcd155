# cmake -D NAME=array -D "INPUTS=a;b" -D OUTPUT=file.c -P embed.cmake: the inputs, one behind the
# other, as an array of C that a 0 ends.
set(bytes "")
foreach(input ${INPUTS})
  file(READ ${input} content HEX)
  string(APPEND bytes ${content})
endforeach()
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)"
                     "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "/* Made by cmake/embed.cmake. */\n"
     "extern const char ${NAME}[];\nconst char ${NAME}[] = {\n${bytes}0};\n")
