// Masks and labels that functions of a recipe make of the parameters.

#include <gmock/gmock.h>

#include <map>

#include "optaxx/optaxx.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;

tree parameters() {
  return {{"encoder", tree{{"dense", tree{{"bias", array(dtype::f32, {3})},
                                          {"kernel", array(dtype::f32, {2, 3})}}},
                           {"norm", tree{{"scale", array(dtype::f32, {3})}}}}},
          {"head", list(array(dtype::f32, {3, 4}), array(dtype::f32, {4}))}};
}

// Which leaves are set to zero: those that the mask selects.
std::string selected(const std::string& text, const bindings& given = {}) {
  const auto tx = recipe(text, given);
  tree params = parameters();
  for (array& a : params.leaves()) {
    for (std::size_t i = 0; i < a.size(); ++i) a.mutable_data<float>()[i] = 1;
  }
  opt_state state = tx.init(params);
  const tree updates = tx.update(params, state, params);
  std::string paths;
  for (std::size_t i = 0; i < updates.leaves().size(); ++i) {
    if (updates.leaves()[i].data<float>()[0] == 0) paths += updates.path(i) + " ";
  }
  return paths;
}

std::string masked_by(const std::string& mask, const std::string& before = "") {
  return selected(before + "tx = optax.masked(optax.set_to_zero(), " + mask + ")");
}

constexpr const char* biases = "encoder/dense/bias encoder/norm/scale head/1 ";

TEST(recipe_masks, see_shapes) {
  EXPECT_EQ(masked_by("lambda p: jax.tree.map(lambda x: x.ndim < 2, p)"), biases);
  EXPECT_EQ(masked_by("lambda p: jax.tree_util.tree_map(lambda x: x.shape[-1] == x.size, p)"),
            biases);
  EXPECT_EQ(
      masked_by("f", "def f(params):\n  return jax.tree_map(lambda x: x.ndim != 2, params)\n"),
      biases);
  EXPECT_EQ(masked_by("lambda p: jax.tree.map(lambda a, b: a.ndim == 1 and b.size == 4, p, p)"),
            "head/1 ");
}

TEST(recipe_masks, see_paths_as_jax_gives_them) {
  EXPECT_EQ(masked_by("lambda p: jax.tree_util.tree_map_with_path(lambda path, x: path[0].key == "
                      "'head' and path[1].idx == 0, p)"),
            "head/0 ");
  EXPECT_EQ(masked_by("lambda p: jax.tree.map_with_path(lambda path, x: 'bias' in "
                      "jax.tree_util.keystr(path), p)"),
            "encoder/dense/bias ");
  EXPECT_EQ(masked_by("lambda p: jax.tree_util.tree_map_with_path(lambda path, x: "
                      "jax.tree_util.DictKey('norm') in path or 'kernel' in str(path), p)"),
            "encoder/dense/kernel encoder/norm/scale ");
  EXPECT_EQ(masked_by("lambda p: jax.tree_util.tree_map_with_path(lambda path, x: "
                      "jax.tree_util.keystr(path, simple=True, separator='/') == 'head/1', p)"),
            "head/1 ");
  EXPECT_EQ(masked_by("lambda p: jax.tree_util.tree_map_with_path(lambda path, x: "
                      "isinstance(path[-1], jax.tree_util.SequenceKey) and "
                      "getattr(path[-1], 'key', None) is None and not hasattr(path[0], 'idx'), p)"),
            "head/0 head/1 ");
}

TEST(recipe_masks, go_through_paths_in_loops) {
  EXPECT_EQ(masked_by("named('bias', 'norm')", R"(
def named(*names):
    def selected(path, leaf):
        parts = []
        for k in path:
            if isinstance(k, jax.tree_util.DictKey):
                parts.append(k.key)
                continue
            parts.append(str(k.idx))
        for name in names:
            if name in parts:
                return True
        return False
    return lambda params: jax.tree_util.tree_map_with_path(selected, params)
)"),
            "encoder/dense/bias encoder/norm/scale ");
}

TEST(recipe_masks, see_paths_as_flax_gives_them) {
  EXPECT_EQ(masked_by("lambda p: flax.traverse_util.path_aware_map(lambda path, _: path[-1] in "
                      "('bias', 'scale'), p)"),
            "encoder/dense/bias encoder/norm/scale ");
  EXPECT_EQ(masked_by("f", R"(
from flax import traverse_util
def f(params):
    flat = traverse_util.flatten_dict(params)
    mask = {path: any(k in ('bias', 'scale') for k in path) if path[0] == 'encoder' else [True, False]
            for path, v in flat.items()}
    return traverse_util.unflatten_dict(mask)
)"),
            "encoder/dense/bias encoder/norm/scale head/0 ");
  EXPECT_EQ(masked_by("f", R"(
from flax.traverse_util import flatten_dict, unflatten_dict
import re
def f(params):
    flat = flatten_dict(params['encoder'], sep='/')
    return {'encoder': unflatten_dict({k: bool(re.search('bias|scale$', k)) for k in flat}, sep='/'),
            'head': False}
)"),
            "encoder/dense/bias encoder/norm/scale ");
}

TEST(recipe_masks, go_through_dicts) {
  EXPECT_EQ(masked_by("lambda p: {k: k == 'head' for k, v in p.items()}"), "head/0 head/1 ");
  EXPECT_EQ(
      masked_by("lambda p: {k: jax.tree.map(lambda x: x.ndim == 1, v) for k, v in p.items()}"),
      biases);
  EXPECT_EQ(masked_by("lambda p: {'encoder': {'dense': {'bias': p['head'][1].size == 4, 'kernel': "
                      "'dense' in p['encoder']}, 'norm': False}, 'head': False}"),
            "encoder/dense/bias encoder/dense/kernel ");
}

TEST(recipe_masks, look_for_a_text_in_the_path_of_an_array) {
  EXPECT_EQ(masked_by("f", R"(
def f(params):
    return jax.tree_map(lambda name: 'bias' not in name and 'norm' not in name, params)
)"),
            "encoder/dense/kernel head/0 head/1 ");
}

TEST(recipe_masks, are_made_of_bound_parameters) {
  EXPECT_EQ(selected("def f(p):\n  return jax.tree.map(lambda x: x.ndim == 1, p)\n"
                     "tx = optax.masked(optax.set_to_zero(), f(params))",
                     {{"params", binding(parameters())}}),
            biases);
}

TEST(recipe_masks, say_what_is_wrong_when_they_run) {
  const auto tx = recipe(
      "def f(p):\n  return jax.tree.map(lambda x, y: x, p, {'a': 1})\n"
      "tx = optax.masked(optax.set_to_zero(), f)");
  EXPECT_THAT(
      [&] { tx.init(parameters()); },
      testing::ThrowsMessage<format_error>(HasSubstr("line 2, column 19: the trees differ")));
}

TEST(recipe_labels, come_from_functions) {
  EXPECT_EQ(selected(R"(
def label(path, leaf):
    name = path[-1]
    if name == 'kernel' or leaf.ndim > 1:
        return 'train'
    return 'freeze'

def labels(params):
    return jax.tree_util.tree_map_with_path(lambda path, x: label([str(k) for k in path], x), params)

tx = optax.multi_transform({'train': optax.identity(), 'freeze': optax.set_to_zero()}, labels)
)"),
            biases);
  EXPECT_EQ(
      selected("tx = optax.multi_transform({True: optax.set_to_zero(), False: optax.identity()}, "
               "lambda p: jax.tree.map(lambda x: x.ndim < 2, p))"),
      biases);
  EXPECT_EQ(selected("tx = optax.multi_transform({0: optax.set_to_zero(), 1: optax.identity()}, "
                     "lambda p: jax.tree.map(lambda x: x.ndim - 1, p))"),
            biases);
}

}  // namespace
