// The dtypes of updates and states where parameters and gradients have others, as Optax has them.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <optaxx/optaxx.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/factory_names.hpp"

namespace {

using namespace optaxx;

struct row {
  std::string recipe;
  std::string params;
  std::string grads;
  std::string dtypes;  // of the updates, then of the state's leaves
};

std::vector<row> rows() {
  std::ifstream in(OPTAXX_TEST_DATA_DIR "/golden/dtypes.tsv");
  std::vector<row> result;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    row r;
    std::getline(fields, r.recipe, '\t');
    std::getline(fields, r.params, '\t');
    std::getline(fields, r.grads, '\t');
    std::getline(fields, r.dtypes);
    result.push_back(std::move(r));
  }
  return result;
}

dtype dtype_named(const std::string& name) {
  for (const dtype type : {dtype::f32, dtype::bf16, dtype::f16}) {
    if (name == name_of(type)) return type;
  }
  throw std::invalid_argument(name);
}

tree halves(dtype type) {
  const auto half = [type](const shape& s) {
    array a(dtype::f32, s);
    std::fill_n(a.mutable_data<float>(), a.size(), 0.5F);
    return astype(a, type);
  };
  return tree{{"b", half({3})}, {"w", half({4, 3})}};
}

// Parameters and gradients of the form that a recipe wants.
tree params_of(const row& r) {
  const tree params = halves(dtype_named(r.params));
  return r.recipe.find("lookahead(") == r.recipe.npos ? params
                                                      : lookahead_params::init_synced(params);
}
tree grads_of(const row& r) {
  const tree grads = halves(dtype_named(r.grads));
  const bool per_example = r.recipe.find("differentially_private") != r.recipe.npos ||
                           r.recipe.find("dpsgd") != r.recipe.npos;
  if (!per_example) return grads;
  const auto example = [](const array& a) {
    std::vector<std::int64_t> extents{1};
    extents.insert(extents.end(), a.shape().begin(), a.shape().end());
    array one(a.dtype(), shape(extents.begin(), extents.end()));
    std::memcpy(one.mutable_data(), a.data(), a.bytes());
    return one;
  };
  return tree_map(example, grads);
}

std::string dtypes_of(const tree& t) {
  std::string text;
  for (std::size_t i = 0; i < t.leaves().size(); ++i) {
    const tree_structure& s = *t.structure();
    const bool key = s[s.leaf_node(i)].kind == node_kind::rng_key;
    text += " " + (key ? std::string("key") : std::string(name_of(t.leaves()[i].dtype())));
  }
  return text;
}

std::string context(const row& r) {
  return r.recipe + ", parameters " + r.params + ", gradients " + r.grads;
}

// Optax widens the updates and moments of a tree below float32 by the float32 number of an injected
// schedule; docs/numerics.md says that it is not done here.
bool has_injected_schedule(const row& r) {
  return r.recipe.starts_with("optax.inject_hyperparams") &&
         r.recipe.find("_schedule(") != std::string::npos;
}

// Numbers beside the trees keep the dtypes that init gives them, and do not widen updates;
// docs/numerics.md says that it is so.
bool keeps_numbers_narrow(const row& r) {
  if (r.params == "float32" || r.params == r.grads) return false;
  for (const char* name : {"prodigy", "dadapt_adamw", "dog(", "dowg(", "momo(", "momo_adam(",
                           "schedule_free", "mechanize"}) {
    if (r.recipe.starts_with(std::string("optax.contrib.") + name)) return true;
  }
  return false;
}

// Optax stores the gradient before, and numbers that it makes of gradients, in the dtypes that they
// have; docs/numerics.md says that these fields are as init makes them.
bool stores_gradients(const row& r) {
  for (const char* name :
       {"optimistic_gradient", "adan(", "novograd", "sm3", "snapshot", "monitor"}) {
    if (r.params != r.grads && r.recipe.find(name) != r.recipe.npos) return true;
  }
  for (const char* name : {"distance_over_gradients", "sophia"}) {
    if (r.params == "float16" && r.recipe.find(name) != r.recipe.npos) return true;
  }
  return false;
}

// What skip_large_updates remembers is float32 here, in Optax of the gradients' dtype.
std::string with_float_norms(const row& r) {
  if (r.recipe.find("skip_large_updates") == std::string::npos) return r.dtypes;
  const std::size_t last = r.dtypes.rfind(' ');
  return r.dtypes.substr(0, r.dtypes.rfind(' ', last - 1)) + " float32" + r.dtypes.substr(last);
}

TEST(dtypes, are_those_of_optax_after_two_steps) {
  std::size_t compared = 0;
  for (const row& r : rows()) {
    if (has_injected_schedule(r) || keeps_numbers_narrow(r) || stores_gradients(r)) continue;
    SCOPED_TRACE(context(r));
    const transformation tx = recipe(r.recipe);
    const tree params = params_of(r);
    const tree grads = grads_of(r);
    opt_state state = tx.init(params);
    const extra_args loss{.value = 0.5,
                          .grad_fn = [](const tree& p, step_t) { return p; },
                          .hvp_fn = [](const tree&, const tree& v) { return v; }};
    tx.update(grads, state, params, loss);
    const tree updates = tx.update(grads, state, params, loss);
    EXPECT_EQ((dtypes_of(updates) + dtypes_of(state)).substr(1), with_float_norms(r));
    ++compared;

    opt_state stepped = tx.init(params);
    tree moved = params;
    tx.step(grads, stepped, moved, loss);
    tx.step(grads, stepped, moved, loss);
    EXPECT_EQ(dtypes_of(stepped), dtypes_of(state));
    EXPECT_EQ(dtypes_of(moved), dtypes_of(params));

    const dtype came = grads.leaves()[0].dtype();
    if (promote(came, params.leaves()[0].dtype()) == params.leaves()[0].dtype()) continue;
    EXPECT_EQ(dtypes_of(tx.init(params, {.gradients = came})), dtypes_of(state))
        << "laid out at once";
  }
  EXPECT_GT(compared, 850U);
}

TEST(dtypes, table_has_every_factory) {
  std::string texts;
  for (const row& r : rows()) texts += r.recipe + "\n";
  for (const std::string& name : support::factory_names()) {
    if (name.starts_with("optax.skip_")) continue;  // makes no transformation of its own
    EXPECT_NE(texts.find(name + "("), std::string::npos) << name;
  }
}

}  // namespace
