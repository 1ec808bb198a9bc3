"""Trees of JAX in the files of optaxx, and back: parameters, optimizer states, any pytree of arrays.

    import optaxx_jax

    optaxx_jax.save("run.safetensors", {"params": params, "state": state}, {"step": "100"})
    run = optaxx_jax.load("run.safetensors", {"params": params, "state": tx.init(params)})

In C++ these are `optaxx::save_tree`, `load_tree`, `save_state` and `load_state`. The file is one of safetensors: an entry
per leaf, named by its key path, and the structure as JSON in the metadata. Needs jax and numpy.
"""

import collections
import gzip
import json
import os
import pathlib
import struct
import tempfile

import jax
import jax.numpy as jnp
import numpy as np

TAGS = {
    "float32": "F32", "float64": "F64", "bfloat16": "BF16", "float16": "F16",
    "int32": "I32", "int64": "I64", "uint32": "U32", "bool": "BOOL",
}
NAMES = {tag: name for name, tag in TAGS.items()}

MOST_SHOWN = 20
OWN = ("format", "optaxx", "structure", "key_types")


# ---- trees and files

def save(file, tree, metadata=None):
    """Writes a pytree of arrays; `metadata` are strings of yours.

    The file is replaced as a whole: whoever is killed meanwhile leaves the old file or the new one.
    """
    metadata = dict(metadata or {})
    taken = [name for name in OWN if name in metadata]
    if taken:
        raise ValueError(f"save: {file}: the name '{taken[0]}' of metadata is taken")
    metadata |= {"format": "optaxx.tree.v1", "structure": compact(structure(tree)), "jax": jax.__version__}
    kinds = key_types(tree)
    if kinds:
        metadata["key_types"] = compact(kinds)
    leaves = flat(tree)
    aligned = sorted(leaves.items(), key=lambda leaf: -leaf[1].itemsize)
    replace(file, safetensors(dict(aligned), metadata))


def load(file, template, part=""):
    """The tree of a file, or the part of it at a key path, as a tree like the template.

    The template's leaves may be arrays, keys, or what `jax.eval_shape` gives; structure, shapes and dtypes must be those
    of the file. A file without the structure in its metadata is compared by names, shapes and dtypes alone. Raises
    ValueError with all that does not fit.
    """
    tensors, metadata = read_safetensors(file)
    prefix = part + "/"
    if part:
        tensors = {name.removeprefix(prefix) if name != part else "": x
                   for name, x in tensors.items() if name == part or name.startswith(prefix)}
    with_paths, treedef = jax.tree_util.tree_flatten_with_path(template)
    wanted = {path(keys): leaf for keys, leaf in with_paths}
    misfits = [misfit(name, tensors.get(name), leaf) for name, leaf in wanted.items()]
    misfits += [f"{name} is not in the template" for name in tensors if name not in wanted]
    misfits = [text for text in misfits if text]
    if not misfits and metadata.get("format") == "optaxx.tree.v1":
        stated = node_at(json.loads(metadata["structure"]), part.split("/") if part else [])
        difference = difference_of(stated, structure(template), "")
        misfits = [difference] if difference else []
    if misfits:
        lines = misfits[:MOST_SHOWN] + ([f"and {len(misfits) - MOST_SHOWN} more"] if len(misfits) > MOST_SHOWN else [])
        raise ValueError(f"load: {file}:" + (f" {lines[0]}" if len(misfits) == 1 else "".join(f"\n  {x}" for x in lines)))
    return jax.tree.unflatten(treedef, [leaf_like(leaf, tensors[name]) for name, leaf in wanted.items()])


def load_metadata(file):
    """All metadata of a safetensors file."""
    return read_safetensors(file)[1]


# ---- leaves

def is_key(x):
    return hasattr(x, "dtype") and jnp.issubdtype(x.dtype, jax.dtypes.prng_key)


def array(x):
    """A leaf as a NumPy array; of a typed key, its data."""
    return np.asarray(jax.random.key_data(x) if is_key(x) else jnp.asarray(x))


def form(x):
    """Name of the dtype and shape of a leaf as it is stored."""
    if is_key(x):
        return "uint32", (*x.shape, 2)
    if not hasattr(x, "dtype"):
        x = array(x)
    return jax.dtypes.canonicalize_dtype(x.dtype).name, tuple(x.shape)


def misfit(name, x, leaf):
    """Why the array of a file is not for that leaf, or ''."""
    if x is None:
        return f"{name} is missing"
    dtype, shape = form(leaf)
    if x.shape != shape:
        return f"{name} has shape {x.shape}, the template has {shape}"
    if x.dtype.name != dtype:
        return f"{name} is {x.dtype.name}, the template has {dtype}"
    return ""


def leaf_like(leaf, x):
    """The array of a file as an array of JAX, or as a key."""
    return jax.random.wrap_key_data(jnp.array(x)) if is_key(leaf) else jnp.array(x)


# ---- paths and structures

def escaped(key):
    return str(key).replace("%", "%25").replace("/", "%2F")


def path(keys):
    """A key path as text: `0/mu/dense/w`."""
    def part(key):
        match key:
            case jax.tree_util.DictKey():
                return escaped(key.key)
            case jax.tree_util.SequenceKey():
                return str(key.idx)
            case jax.tree_util.GetAttrKey():
                return key.name
        raise TypeError(f"no path for {key!r}")
    return "/".join(map(part, keys))


def flat(tree, prefix=None):
    """The leaves of a tree by name: by path, or by `prefix/path`."""
    def name(keys):
        if prefix is None:
            return path(keys)
        return f"{prefix}/{path(keys)}" if keys else prefix
    return {name(keys): array(leaf) for keys, leaf in jax.tree_util.tree_flatten_with_path(tree)[0]}


def children(x):
    """The kind of a node and its named children; None for a leaf."""
    fields = getattr(x, "_fields", getattr(x, "__dataclass_fields__", None))
    if fields is not None:
        return "struct", [(name, getattr(x, name)) for name in fields]
    match x:
        case None:
            return "none", []
        case collections.OrderedDict():
            return "odict", list(x.items())
        case dict():
            return "dict", [(key, x[key]) for key in sorted(x)]
        case list() | tuple():
            return type(x).__name__, list(enumerate(x))
    return None


def structure(x):
    """The structure of a tree, leafless nodes included, as JSON."""
    match children(x):
        case None:
            dtype, shape = form(x)
            tag, shape = ("key<fry>", x.shape) if is_key(x) else (TAGS[dtype], shape)
            return f"{tag}[{','.join(map(str, shape))}]"
        case "none", _:
            return None
        case "struct", items:
            return {"struct": type(x).__name__, "fields": [[name, structure(v)] for name, v in items]}
        case "odict", items:
            return {"odict": [[escaped(k), structure(v)] for k, v in items]}
        case "dict", items:
            return {"dict": {escaped(k): structure(v) for k, v in items}}
        case kind, items:
            return {kind: [structure(v) for _, v in items]}


def key_types(x, at=()):
    """Which dicts have keys that are no strings, by path."""
    kind, items = children(x) or ("leaf", [])
    result = {}
    if kind in ("dict", "odict") and items and not isinstance(items[0][0], str):
        result["/".join(at)] = "bool" if isinstance(items[0][0], bool) else "int"
    for name, child in items:
        result |= key_types(child, (*at, escaped(name)))
    return result


def items_of(node):
    """The kind of a node of structure JSON, and its named children."""
    match node:
        case None:
            return "None", []
        case str():
            return ("a PRNG key" if node.startswith("key<") else "a leaf"), []
        case {"struct": name, "fields": fields}:
            return f"the struct {name}", fields
        case {"odict": pairs}:
            return "an ordered dict", pairs
        case {"dict": items}:
            return "a dict", list(items.items())
        case {"list": items}:
            return "a list", [[str(i), x] for i, x in enumerate(items)]
        case {"tuple": items}:
            return "a tuple", [[str(i), x] for i, x in enumerate(items)]
    raise ValueError(f"no structure: {node}")


def node_at(node, parts):
    for part in parts:
        node = dict(items_of(node)[1])[part]
    return node


def difference_of(stated, wanted, where):
    """The first node at which two structures differ, in words, or ''."""
    here = where or "the root"
    (kind, items), (wanted_kind, wanted_items) = items_of(stated), items_of(wanted)
    if kind != wanted_kind:
        return f"{here} is {kind}, the template has {wanted_kind}"
    if [name for name, _ in items] != [name for name, _ in wanted_items]:
        names, wanted_names = (", ".join(name for name, _ in x) or "nothing" for x in (items, wanted_items))
        return f"{here} has {names}, the template has {wanted_names}"
    found = (difference_of(a, b, f"{where}/{name}" if where else name)
             for (name, a), (_, b) in zip(items, wanted_items))
    return next(filter(None, found), "")


# ---- the format of safetensors

def compact(value):
    return json.dumps(value, separators=(",", ":"))


def safetensors(tensors, metadata):
    """The bytes of a safetensors file; the same input gives the same bytes."""
    header, offset = {"__metadata__": metadata}, 0
    for name, x in tensors.items():
        if name == "__metadata__":
            raise ValueError("the name __metadata__ is safetensors' own")
        header[name] = {"dtype": TAGS[x.dtype.name], "shape": x.shape, "data_offsets": [offset, offset + x.nbytes]}
        offset += x.nbytes
    text = compact(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(x.tobytes() for x in tensors.values())


def write_safetensors(file, tensors, metadata):
    """Writes a safetensors file, gzipped if its name ends in .gz."""
    content = safetensors(tensors, metadata)
    if str(file).endswith(".gz"):
        content = gzip.compress(content, compresslevel=9, mtime=0)
    pathlib.Path(file).write_bytes(content)


def replace(file, content):
    """Writes a new file beside it, syncs it, and gives it the name."""
    file = pathlib.Path(file)
    descriptor, name = tempfile.mkstemp(prefix=f"{file.name}.tmp-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, file)
    except BaseException:
        pathlib.Path(name).unlink(missing_ok=True)
        raise
    directory = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def read_safetensors(file):
    """The tensors by name and the metadata of a safetensors file, gzipped or not."""
    content = pathlib.Path(file).read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)

    def once(pairs):
        result = dict(pairs)
        if len(result) != len(pairs):
            raise ValueError("a name is there twice")
        return result

    try:
        size = int.from_bytes(content[:8], "little")
        header = json.loads(content[8:8 + size], object_pairs_hook=once)
        metadata = header.pop("__metadata__", {})
        data = memoryview(content)[8 + size:]
        tensors, covered = {}, 0
        for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
            begin, end = entry["data_offsets"]
            if begin != covered:
                raise ValueError(f"a gap or an overlap before {name}")
            covered = end
            dtype = jnp.dtype(NAMES[entry["dtype"]])
            tensors[name] = np.frombuffer(data[begin:end], dtype).reshape(entry["shape"])
        if covered != len(data):
            raise ValueError("the data have another size")
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"load: {file} is no safetensors file, or damaged: {e}") from e
    return tensors, metadata
