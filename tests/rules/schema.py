"""The schemas for editors: schema.py CHECK ARGUMENT...; the checks are functions below.

A failing check says why and exits with 1. YAML is read as YAML 1.2 has it, and as editors do: only
true and false are truth values, and dates are texts.
"""
import json
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]*$", "-+0123456789"),
]:
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))


def read_schema(name):
    with open(f"rules/schema/{name}.json", encoding="utf-8") as file:
        return json.load(file)


def mistakes(schema, path):
    """What there is against a file, one line for each."""
    try:
        with open(path, encoding="utf-8") as file:
            value = yaml.load(file, Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return [f"{path}: {error}"]
    errors = jsonschema.Draft7Validator(schema).iter_errors(value)
    return [f"{path}: {'/'.join(map(str, error.path))}: {error.message[:200]}" for error in errors]


def sound():
    """Both are schemas, and every reference in them leads somewhere."""
    for name in ["pack", "config"]:
        schema = read_schema(name)
        jsonschema.Draft7Validator.check_schema(schema)
        for reference in re.findall(r'"\$ref": "#/definitions/([^"]*)"', json.dumps(schema)):
            if reference not in schema["definitions"]:
                sys.exit(f"{name}.json: no definition of {reference}")


def valid(name, *paths):
    """The files are as the schema has them."""
    found = [line for path in paths for line in mistakes(read_schema(name), path)]
    if found or not paths:
        sys.exit("\n".join(found) or "no files")


def invalid(name, *paths):
    """The schema has something against each of the files."""
    good = [path for path in paths if mistakes(read_schema(name), path) == []]
    if good or not paths:
        sys.exit("nothing is said against " + (" ".join(good) or "no files"))


def objects(schema):
    """The sets of keys of all mappings whose keys are fixed."""
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield frozenset(schema["properties"])
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def in_step(*sources):
    """The keys of the pack's schema are those that the compiler's tables of keys have."""
    compiler = set()
    for path in sources:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for table in re.findall(r"(?:keys|KEYS|MONTHS)\[\] = \{([^}]*)\}", text):
            compiler.add(frozenset(re.findall(r'"(\w+)"', table)))
    # These two are named by functions that the rest of the program uses, too.
    compiler.add(frozenset(["actual", "estimate", "forecast", "target"]))
    compiler.add(frozenset(["YoY", "QoQ", "MoM", "CAGR"]))
    schema = set(objects(read_schema("pack")))
    lines = ["only the compiler knows: " + ", ".join(sorted(keys)) for keys in compiler - schema]
    lines += ["only the schema knows: " + ", ".join(sorted(keys)) for keys in schema - compiler]
    if lines:
        sys.exit("\n".join(lines))


def settings_in_step(source):
    """The keys of the settings' schema are those of the program's table."""
    with open(source, encoding="utf-8") as file:
        table = re.search(r"settings\[\] = \{(.*?)\n\};", file.read(), re.S).group(1)
    program = set(re.findall(r'\{"(\w+)", "', table))
    schema = set(read_schema("config")["properties"])
    if program != schema:
        sys.exit("not in both: " + ", ".join(sorted(program ^ schema)))


globals()[sys.argv[1]](*sys.argv[2:])
