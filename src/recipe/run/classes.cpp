// Classes of the text: NamedTuples, which states are made of.
#include <fmt/format.h>

#include "recipe/run/interpreter.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {

void interpreter::define_class(std::uint32_t statement) {
  const auto& n = at(statement);
  const bool one_base = n.children.size() == 3;
  const value base = one_base ? evaluate(n.children[1]) : value(none);
  const auto* f = base.get<std::shared_ptr<const builtin>>();
  if (f == nullptr || (*f)->name != "typing.NamedTuple") {
    throw fault{n.begin, "a class is a NamedTuple here: class " +
                             std::string(text_->text(n.children[0])) + "(NamedTuple)"};
  }
  auto type =
      std::make_shared<record_type>(record_type{std::string(text_->text(n.children[0])), {}, {}});
  for (const std::uint32_t child : at(n.children.back()).children) {
    const auto& field = at(child);
    spend(field.begin);
    const bool text = field.type == node_type::expression_statement &&
                      at(field.children[0]).type == node_type::text;
    if (text || field.type == node_type::pass_statement) continue;
    const bool assigned = field.type == node_type::assignment && field.children.size() == 2 &&
                          at(field.children[0]).type == node_type::name;
    if (!assigned && field.type != node_type::declaration)
      throw fault{field.begin, "a class has fields here, and nothing else"};
    if (!assigned && !type->defaults.empty())
      throw fault{field.begin, "a field without a default behind one that has it"};
    type->fields.emplace_back(text_->text(field.children[0]));
    if (!assigned) continue;
    type->defaults.push_back(evaluate(field.children[1]));
    fix(type->defaults.back());
  }
  assign(n.children[0], std::shared_ptr<const record_type>(std::move(type)));
}

}  // namespace optaxx::recipes
