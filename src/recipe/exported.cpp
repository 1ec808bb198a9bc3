#include <utility>

#include "recipe/free_names.hpp"
#include "recipe/interpreter.hpp"

namespace optaxx::recipes {

namespace {

// The functions in a value: each needs names of its own.
void collect(const value& v, std::vector<closure>& found) {
  if (const auto* f = v.get<closure>()) found.push_back(*f);
  if (const auto* s = v.get<sequence>()) {
    for (const value& item : *s->items) collect(item, found);
  }
  if (const auto* d = v.get<dictionary>()) {
    for (const auto& item : *d->items) collect(item.second, found);
  }
}

void collect(const scope* s, std::vector<closure>& found) {
  for (; s != nullptr; s = s->outer.get()) {
    for (const auto& item : s->names) collect(item.second, found);
  }
}

}  // namespace

interpreter::exported interpreter::export_function(const closure& f, std::uint32_t where) {
  auto needed = std::make_shared<global_names>();
  std::vector<closure> open{f};
  while (!open.empty()) {
    const closure next = std::move(open.back());
    open.pop_back();
    spend(where);
    collect(next.around.get(), open);
    free_names names(*next.text);
    names.visit(next.node);
    for (const auto& item : names.found()) {
      const std::string& name = item.first;
      const auto global = globals_.find(name);
      if (global == globals_.end() || needed->contains(name)) continue;
      spend(where, global->second.size.weight);
      needed->emplace(name, global->second);
      parts_.push_back(global->second.size);
      exported_.insert(name);
      collect(global->second, open);
    }
  }
  return {f, std::move(needed)};
}

value interpreter::exported::operator()(std::vector<value> arguments, bool x64) const {
  interpreter in(function.text, *globals, x64);
  std::vector<argument> given;
  const std::uint32_t at = (*function.text)[function.node].begin;
  for (value& v : arguments) given.push_back({{}, std::make_shared<const value>(std::move(v)), at});
  try {
    return in.call_closure(function, given, at);
  } catch (const fault& f) {
    throw complaint(function.text->source, f);
  }
}

}  // namespace optaxx::recipes
