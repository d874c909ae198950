# SPDX-License-Identifier: ISC
# Turn a data file into a C string literal that can be included: one C line per line of the file. Comment lines
# ("# …" and "#" alone) and empty lines are left out, unless `all` is set.
!all && (/^#( |$)/ || /^$/) { next }
{
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    gsub(/\t/, "\\t")
    gsub(/\?\?/, "?\\?")
    printf "\"%s\\n\"\n", $0
}
END { print "\"\"" }
