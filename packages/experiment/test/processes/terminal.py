"""Runs a program on a terminal of its own: terminal.py <what to wait for> <what to type> <program> …

Prints what it printed and ends with its exit code.
"""

import os
import pty
import sys

awaited, typed, *program = sys.argv[1:]
process, terminal = pty.fork()
if process == 0:
    os.execvp(program[0], program)
output = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    output += part
    if awaited.encode() in output and typed:
        os.write(terminal, typed.encode().decode("unicode_escape").encode())
        typed = ""
sys.stdout.write(output.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) % 256)
