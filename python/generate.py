"""Writes what Python tells of each factory, out of the library's headers: generate.py INCLUDE OUT.

OUT/_factories.py has the arguments and the text of help(optaxx.adam), OUT/__init__.pyi what type checkers and editors read.
"""

import ast
import pathlib
import re
import sys
import textwrap

# What an option is in Python, by its type in C++.
TYPES = {
    "number": "float",
    "bool": "bool",
    "std::int64_t": "int",
    "std::string": "str",
    "dtype": "DType",
    "axes": "int | Sequence[int]",
    "scalar_or_schedule": "ScalarOrSchedule",
    "schedule": "ScheduleLike",
    "transformation": "GradientTransformation",
    "prng_key": "Key",
    "leaf_mask": "Mask",
    "leaf_labels": "Labels",
    "labelled_transformations": "Mapping[Any, GradientTransformation]",
    "every_k": "int | Callable[[Any], Any]",
    "skip_update": "Callable[..., tuple[Any, Any]]",
    "decay_rate_function": "Callable[[Any, float], Any]",
    "condition": "Callable[..., Any]",
    "measure": "Callable[[Any], Any]",
    "measurements": "Mapping[str, Any]",
    "cosine_parts": "Sequence[Mapping[str, float]]",
    "std::pair<number, number>": "tuple[float, float]",
    "std::pair<std::string, number>": "tuple[str, float]",
    "std::vector<std::string>": "str | Sequence[str]",
    "std::vector<schedule>": "Sequence[ScheduleLike]",
    "step_boundaries": "Sequence[int]",
    "scales_by_step": "Mapping[int, float]",
}
# Functions whose arguments are no option struct: the name in the headers, Python's arguments, what comes out.
FUNCTIONS = {
    "optax.chain": ("chain", "*args: GradientTransformation", "GradientTransformation"),
    "optax.named_chain": ("named_chain", "*args: tuple[str, GradientTransformation]", "GradientTransformation"),
    "optax.with_extra_args_support": (
        "with_extra_args_support",
        "tx: GradientTransformation",
        "GradientTransformation",
    ),
    "optax.inject_hyperparams": (
        "inject_hyperparams",
        "inner_factory: Callable[..., GradientTransformation], static_args: str | Sequence[str] = (), "
        "hyperparam_dtype: DType | None = None",
        "Callable[..., GradientTransformation]",
    ),
    "optax.inject_stateful_hyperparams": (
        "inject_stateful_hyperparams",
        "inner_factory: Callable[..., GradientTransformation], static_args: str | Sequence[str] = (), "
        "hyperparam_dtype: DType | None = None",
        "Callable[..., GradientTransformation]",
    ),
    "optax.skip_not_finite": (
        "skip_not_finite",
        "updates: Any, gradient_step: Any, params: Any",
        "tuple[Any, Any]",
    ),
    "optax.skip_large_updates": (
        "skip_large_updates",
        "updates: Any, gradient_step: Any, params: Any, max_squared_norm: float",
        "tuple[Any, Any]",
    ),
    "optax.contrib.schedule_free_eval_params": ("schedule_free_eval_params", "state: State, params: Tree", "Tree"),
    "optax.transforms.unitwise_norm": ("unitwise_norm", "x: Any, axis: int | Sequence[int] | None = None", "Any"),
    "optax.transforms.unitwise_clip": (
        "unitwise_clip",
        "g_norm: Any, max_norm: Any, grad: Any, div_eps: float = 1e-6",
        "Any",
    ),
    "optaxx.paths": ("paths", "*patterns: str", "Mask"),
    "optaxx.path_labels": ("path_labels", "rules: Mapping[str, str]", "Labels"),
}


# Where else Optax has the names of a folder.
MODULES = {"schedules": "schedules", "transforms": "transforms", "combinators": "transforms"}


def comment(text):
    """What the lines of a comment say."""
    return textwrap.dedent("\n".join(re.sub(r"^\s*///<?", "", line) for line in text.strip().splitlines())).strip()


def before(text, at):
    """The comment that ends where a declaration begins."""
    lines = []
    for line in reversed(text[:at].splitlines()):
        if not line.startswith("///"):
            break
        lines.append(line)
    return comment("\n".join(reversed(lines)))


def python_type(cpp, default):
    optional = re.fullmatch(r"std::optional<(.*)>", cpp)
    made = TYPES[optional[1] if optional else cpp]
    return f"{made} | None" if default == "None" and made != "Any" else made


def python_default(cpp):
    """Python's spelling, or None of what is required."""
    if cpp.startswith("missing<"):
        return None
    cpp = re.sub(r"\s+", " ", cpp)
    if inner := re.fullmatch(r"(?:or_default<\w+>|number)\((.*)\)", cpp):
        cpp = inner[1].strip()
    if cpp in ("{}", "std::nullopt") or re.fullmatch(r"\w+\(\)", cpp):
        return "None"
    if cpp in ("true", "false"):
        return cpp.capitalize()
    if cpp.startswith("dtype::"):
        return {"f32": '"float32"', "f64": '"float64"', "bf16": '"bfloat16"', "f16": '"float16"'}[cpp[7:]]
    if pair := re.fullmatch(r"\{(.+)\}", cpp):
        cpp = f"({pair[1]})"
    if re.fullmatch(r"detail::\w+\(\)", cpp):
        return "..."  # a function
    ast.literal_eval(cpp)
    return cpp


def options_of(text, name):
    """(comment, [(option, type, default or None, comment)]) of the struct name_options."""
    found = re.search(
        r"(?:^template <(?P<types>[^;{]*?)>\n)?^struct " + name + r"_options \{\n(?P<fields>.*?)^\};", text, re.M | re.S
    )
    types = dict(re.findall(r"class (\w+)\s*=\s*((?:[^,<]|<[^>]*>)+)", found["types"] or ""))
    fields = {}
    for field in re.finditer(
        r"(?P<above>(?:^  ///[^\n]*\n)*)^  (?P<type>[\w:<>]+(?:, [\w:<>]+)*) (?P<name>\w+)\s*=\s*(?P<default>[^;]*);"
        r"(?P<beside>[ ]*///<[^\n]*(?:\n[ ]{10,}///<?[^\n]*)*)?",
        found["fields"],
        re.M,
    ):
        cpp = types.get(field["type"], field["type"]).strip()
        default = python_default(field["default"])
        said = comment((field["above"] or "") + (field["beside"] or "")).replace("Required. ", "")
        fields[field["name"]] = (field["name"], python_type(cpp, default), default, re.sub(r"\s+", " ", said))
    order = re.search(r"OPTAXX_FIELDS\((.*?)\)", found["fields"], re.S)[1]
    options = [fields[option.strip()] for option in order.split(",")]
    if own := re.search(r"static constexpr int own = (\d+);", found["fields"]):  # those of optaxx.x, in recipes
        options = options[: -int(own[1])]
    return before(text, found.start()), options


def in_python(text):
    """The words of a comment as users of Python know them."""
    for cpp, python in (
        ("std::invalid_argument", "ValueError"),
        ("tree_mismatch", "ValueError"),
        ("std::logic_error", "RuntimeError"),
    ):
        text = text.replace(cpp, python)
    paragraphs = text.split("\n\n")
    paragraphs = [p for p in paragraphs if not (p.startswith("    ") and re.search(r"(;|\) \{)$", p, re.M))]  # C++ alone
    # {{"a", x}, {"b", y}} is a dict, {x, y} a list.
    pairs = r"(?:\w+_tree)?\{(\{[^{}]*\}(?:,\s*\{[^{}]*\})*)\}"
    text = re.sub(
        pairs, lambda dict: "{" + re.sub(r"\{([^{},]*),\s*([^{}]*)\}", r"\1: \2", dict[1]) + "}", "\n\n".join(paragraphs)
    )
    text = re.sub(r"\{\.(\w+) = ([^{}]*)\}", r"\1=\2", text)
    return re.sub(r"\{([^{}:\"|]*)\}(?=[,)])", r"[\1]", text)


def signature_of(options):
    return ", ".join(f"{name}: {kind}" + ("" if default is None else f" = {default}") for name, kind, default, _ in options)


def factories(include):
    """{dotted name: (arguments with types, result, docstring)}, {module: names}."""
    made = {}
    modules = {"schedules": ["inject_hyperparams", "inject_stateful_hyperparams"], "transforms": ["chain", "named_chain", "skip_large_updates", "skip_not_finite"]}
    headers = {path: path.read_text() for path in sorted(include.glob("optaxx/*/*.hpp"))}
    for path, text in headers.items():
        known = set(made)
        code = re.sub(r"//[^\n]*", "", text)
        module = "optax.contrib." if re.search(r"namespace (optaxx::)?contrib \{", code) else "optax."
        if path.parent.name == "extra":
            module = "optaxx."
        for result, name in re.findall(r"constexpr factory<(\w+),[^;{]*>\s+(\w+)\{", code):
            said, options = options_of(text, re.search(r"factory<\w+, (\w+)_options[^;{]*>\s+" + name + r"\{", code)[1])
            told = [f"    {option}: {words}" for option, _, _, words in options if words]
            if told:
                said += "\n\nArgs:\n" + "\n".join(told)
            kind = {"transformation": "GradientTransformation", "schedule": "Schedule", "measurement": "Any"}[result]
            made[module + name] = signature_of(options), kind, in_python(said)
        for name, other in re.findall(r"constexpr const auto& (\w+) = (\w+);", code):
            made[module + name] = made[module + other]
        for found in re.finditer(r"^transformation (\w+)\(\);", text, re.M):
            made[module + found[1]] = "", "GradientTransformation", in_python(before(text, found.start()))
        if inner := MODULES.get(path.parent.name):
            modules[inner] += [dotted.split(".")[-1] for dotted in made if dotted not in known]
    for dotted, (name, arguments, result) in FUNCTIONS.items():
        said = ""
        for text in headers.values():
            for found in re.finditer(r"^(?:template[^\n]*\n)?(?:inline )?[\w:<>]+(?:<[^;{]*?>)? " + name + r"\(", text, re.M):
                said = said or before(text, found.start())
        made[dotted] = arguments, result, in_python(said)
    return made, modules


STUB = """# Written by generate.py out of the library's headers.
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from optaxx import contrib as contrib
from optaxx import schedules as schedules
from optaxx import states as states
from optaxx import transforms as transforms

Tree: TypeAlias = Any
'''Dicts, lists, tuples, named tuples and dataclasses with arrays at the leaves; of other containers those that JAX knows.'''
State: TypeAlias = Any
DType: TypeAlias = Any
Key: TypeAlias = Any
'''A seed, or a key of JAX.'''
ScheduleLike: TypeAlias = "Schedule | Callable[[Any], Any]"
ScalarOrSchedule: TypeAlias = "float | ScheduleLike"
Mask: TypeAlias = Any
'''A tree of bools, or a function that makes one of the parameters.'''
Labels: TypeAlias = Any
'''A tree of strings, or a function that makes one of the parameters.'''

__version__: str

class Schedule:
    def __call__(self, count: Any) -> Any: ...

class GradientTransformation:
    def init(self, params: Tree, *, gradients: DType | None = None) -> State: ...
    def update(self, updates: Tree, state: State, params: Tree = None, **extra: Any) -> tuple[Tree, State]: ...
    def step(self, grads: Tree, state: State, params: Tree, **extra: Any) -> None: ...
    def has_updated(self, state: State) -> bool: ...
    def gradient_transformation(self) -> GradientTransformation: ...

def recipe(text: str, **bindings: Any) -> GradientTransformation: ...
def schedule_recipe(text: str, **bindings: Any) -> Schedule: ...
def describe(tx: GradientTransformation) -> str: ...
def explain(tx: GradientTransformation, params: Tree) -> str: ...
def apply_updates(params: Tree, updates: Tree) -> Tree: ...
def save_state(
    file: str, state: State, tx: GradientTransformation | None = None, step: int | None = None
) -> None: ...
def load_state(
    file: str, tx: GradientTransformation, params: Tree, *, part: str = "", partial: bool = False
) -> State: ...
def threads() -> int: ...
def set_threads(count: int) -> None: ...
"""


CONTRIB = """# Written by generate.py out of the library's headers.
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from optaxx import DType, GradientTransformation, Key, Labels, Mask, ScalarOrSchedule, Schedule, ScheduleLike, State, Tree
"""


def definitions(made, module):
    """The functions of a module, "optax" or "optax.contrib", as a stub has them."""
    defined = []
    for dotted, (arguments, result, said) in sorted(made.items(), key=lambda item: item[0].split(".")[-1]):
        home, name = dotted.rsplit(".", 1)
        if home in (module, module.replace("optax", "optaxx")):
            defined.append(f"def {name}({arguments}) -> {result}:\n" + textwrap.indent(f'"""{said}"""', "    ") + "\n")
    return defined


def stubs(made, modules):
    """{file: text}."""
    files = {
        "__init__.pyi": "\n".join([STUB, *definitions(made, "optax")]),
        "contrib.pyi": "\n".join([CONTRIB, *definitions(made, "optax.contrib")]),
    }
    for module, inner in modules.items():
        lines = [f"from optaxx import {name} as {name}\n" for name in sorted(inner)]
        if own := definitions(made, f"optax.{module}"):
            lines += ["from collections.abc import Sequence\nfrom typing import Any\n\n", "\n".join(own)]
        files[f"{module}.pyi"] = "".join(lines)
    return files


def main(include, out):
    made, modules = factories(pathlib.Path(include))
    lines = ['"""The arguments, results and docstrings of factories, written by generate.py."""', "", "FACTORIES = {"]
    lines += [f"    {name!r}: {told!r}," for name, told in sorted(made.items())]
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    pathlib.Path(out, "_factories.py").write_text("\n".join(lines) + "\n}\n")
    for file, text in stubs(made, modules).items():
        pathlib.Path(out, file).write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
