#include "combinators/check_prefix.hpp"

#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx::detail {
namespace {

std::string misfit(const char* option, const tree_structure& tree, std::uint32_t node,
                   const tree_structure& params, std::uint32_t param) {
  if (tree[node].kind == node_kind::leaf) return {};
  std::string result = difference(tree, node, option, params, param, "params");
  for (std::uint32_t i = 0; result.empty() && i < tree[node].children; ++i)
    result = misfit(option, tree, tree.child_at(node, i), params, params.child_at(param, i));
  return result;
}

}  // namespace

void check_prefix(const std::string& function, const char* option, const tree_structure& tree,
                  const tree_structure& params) {
  const std::string wrong = misfit(option, tree, 0, params, 0);
  if (!wrong.empty()) throw tree_mismatch(function + ": " + wrong);
}

}  // namespace optaxx::detail
