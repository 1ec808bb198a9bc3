#include "optaxx/transforms/stateless.hpp"

#include <stdexcept>
#include <utility>

#include "transforms/stateless.hpp"

namespace optaxx {

transformation stateless(std::function<tree(tree, const tree&)> f) {
  if (!f) throw std::invalid_argument("stateless: f is empty");
  return stateless_rule({"optax.stateless", {{"f", "f"}}}, [f = std::move(f)](sweep& s) {
    const tree params = s.params();
    s.replace([&](tree updates) { return f(std::move(updates), params); });
  });
}

transformation stateless_with_tree_map(std::function<array(const array&, const array*)> f) {
  if (!f) throw std::invalid_argument("stateless_with_tree_map: f is empty");
  return stateless_rule(
      {"optax.stateless_with_tree_map", {{"f", "f"}}}, [f = std::move(f)](sweep& s) {
        const bool has_params = !s.params().is_none();
        s.for_each_leaf(
            [&](leaf_view& leaf) {
              leaf.update() = f(leaf.update(), has_params ? &leaf.param() : nullptr);
            },
            {.rule = "stateless_with_tree_map"});
      });
}

}  // namespace optaxx
