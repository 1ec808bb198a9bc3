#include "recipe/run/scope.hpp"

namespace optaxx::recipes {

scope::scope() = default;
scope::~scope() = default;

scope_owner::~scope_owner() {
  for (const auto& s : scopes_) s->names.clear();
}

std::shared_ptr<scope> scope_owner::make() {
  scopes_.push_back(std::make_shared<scope>());
  return scopes_.back();
}

void scope_owner::release(const std::shared_ptr<scope>& s) {
  constexpr long owner_and_caller = 2;
  if (!scopes_.empty() && scopes_.back() == s && s.use_count() == owner_and_caller)
    scopes_.pop_back();
}

}  // namespace optaxx::recipes
