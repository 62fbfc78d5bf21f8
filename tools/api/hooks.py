"""For schemathesis: most calls about a class are about one that is there, and its first seats."""

import itertools
import os

import schemathesis

count = itertools.count()


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    turn = next(count)
    if path_parameters and "id" in path_parameters and turn % 5:
        path_parameters["id"] = os.environ["CLASS"]
        if "number" in path_parameters and turn % 4:
            path_parameters["number"] = turn % 9 + 1
    return path_parameters
