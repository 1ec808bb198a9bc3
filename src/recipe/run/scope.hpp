#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// The local names of a call or a comprehension.
struct scope {
  struct variable {
    value bound;
    bool fixed = false;  ///< A function that outlives the run has this value.
  };
  std::map<std::string, variable, std::less<>> names;
  /// All that the body binds somewhere; nullptr: what is in `names`.
  std::shared_ptr<const std::set<std::string, std::less<>>> locals;
  std::shared_ptr<scope> outer;
  bool comprehension = false;  ///< `:=` binds outside of it.

  scope();
  ~scope();
  scope(const scope&) = delete;
  scope& operator=(const scope&) = delete;
};

/// Owns scopes: functions in a scope refer to it, and would keep it and each other.
class scope_owner {
 public:
  scope_owner() = default;
  ~scope_owner();
  scope_owner(const scope_owner&) = delete;
  scope_owner& operator=(const scope_owner&) = delete;

  std::shared_ptr<scope> make();
  /// Forgets the newest scope if nothing else refers to it.
  void release(const std::shared_ptr<scope>& s);

 private:
  std::vector<std::shared_ptr<scope>> scopes_;
};

}  // namespace optaxx::recipes
