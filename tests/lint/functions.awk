# SPDX-License-Identifier: ISC
# Lengths of the functions in C files laid out in the house style: a function's body starts with "{" in the first column
# and ends with "}" there. Prints "LINES FILE:LINE", counted from the line above the brace to the closing one.
/^\{/ { start = FNR - 1; next }
/^\}/ && start { printf "%d %s:%d\n", FNR - start + 1, FILENAME, start; start = 0 }
