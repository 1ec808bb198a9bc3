#include "recipe/free_names.hpp"

namespace optaxx::recipes {

bool free_names::is_bound(std::string_view name) const {
  const auto b = bound_.find(name);
  return (b != bound_.end() && b->second > 0) || (lambdas_ != 0 && later_.contains(name));
}

std::vector<std::string> free_names::bound() const {
  std::vector<std::string> names;
  for (const auto& item : bound_) names.push_back(item.first);
  return names;
}

void free_names::visit(std::uint32_t expression) {
  const node& n = text_[expression];
  if (n.type == node_type::name) {
    if (!is_bound(text_.text(expression))) found_.emplace(text_.text(expression), n.begin);
    return;
  }
  if (n.type != node_type::lambda) {
    for (const std::uint32_t child : n.children) visit(child);
    return;
  }
  const auto bind_parameters = [&](int change) {
    for (const std::uint32_t child : n.children) {
      if (text_[child].type == node_type::parameter)
        bound_[std::string(text_.text(child))] += change;
    }
    lambdas_ += change;
  };
  bind_parameters(1);
  visit(n.children.back());
  bind_parameters(-1);
}

}  // namespace optaxx::recipes
