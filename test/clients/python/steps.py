"""Runs the steps a test asks for in one process, since importing a client takes seconds. One JSON object a line: in comes
{"step", "args"}, out goes {"value"} or {"error": {"type", "message"}}. What a client prints goes to the standard error."""

import contextlib
import json
import sys


def serve(steps):
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        for line in sys.stdin:
            answers.write(json.dumps(answer(steps, json.loads(line)), default=str) + "\n")
            answers.flush()


def answer(steps, asked):
    try:
        return {"value": steps[asked["step"]](*asked["args"])}
    except Exception as error:  # Whatever the client throws is what the test looks at.
        return {"error": {"type": type(error).__name__, "message": str(error)}}
