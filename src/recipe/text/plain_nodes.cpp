#include "recipe/text/plain_nodes.hpp"

#include <utility>
#include <vector>

#include "core/forever.hpp"

namespace optaxx::recipes {
namespace {

using row = std::pair<bool (*)(const tree_node&), node_type>;
template <class Rule>
row plain(node_type type) {
  return {[](const tree_node& n) { return n.is_type<Rule>(); }, type};
}

}  // namespace

std::optional<node_type> plain_type(const tree_node& n) {
  static const std::vector<row>& rows = detail::forever(std::vector<row>{
      plain<grammar::name>(node_type::name),
      plain<grammar::number>(node_type::number),
      plain<grammar::constant>(node_type::constant),
      plain<grammar::ellipsis>(node_type::ellipsis),
      plain<grammar::label>(node_type::name),
      plain<grammar::dotted>(node_type::name),
      plain<grammar::named>(node_type::named),
      plain<grammar::sum>(node_type::binary),
      plain<grammar::term>(node_type::binary),
      plain<grammar::power>(node_type::power),
      plain<grammar::comparison>(node_type::comparison),
      plain<grammar::conjunction>(node_type::conjunction),
      plain<grammar::disjunction>(node_type::disjunction),
      plain<grammar::conditional>(node_type::conditional),
      plain<grammar::for_clause>(node_type::for_clause),
      plain<grammar::if_clause>(node_type::if_clause),
      plain<grammar::only_by_name>(node_type::only_by_name),
      plain<grammar::spread>(node_type::spread),
      plain<grammar::spread_dict>(node_type::spread_dict),
      plain<grammar::assignment>(node_type::assignment),
      plain<grammar::augmented_assignment>(node_type::augmented_assignment),
      plain<grammar::return_statement>(node_type::return_statement),
      plain<grammar::raise_statement>(node_type::raise_statement),
      plain<grammar::assert_statement>(node_type::assert_statement),
      plain<grammar::pass_statement>(node_type::pass_statement),
      plain<grammar::break_statement>(node_type::break_statement),
      plain<grammar::continue_statement>(node_type::continue_statement),
      plain<grammar::del_statement>(node_type::del_statement),
      plain<grammar::declaration>(node_type::declaration),
      plain<grammar::imported>(node_type::imported),
      plain<grammar::import>(node_type::import),
      plain<grammar::import_from>(node_type::import_from),
      plain<grammar::expression_statement>(node_type::expression_statement),
  });
  for (const auto& [matches, type] : rows) {
    if (matches(n)) return type;
  }
  return std::nullopt;
}

}  // namespace optaxx::recipes
