// typing and collections: the classes that are made by a call.
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

value type_of_fields(std::string name, std::vector<std::string> fields) {
  return std::shared_ptr<const record_type>(
      std::make_shared<record_type>(record_type{std::move(name), std::move(fields), {}}));
}

// NamedTuple('State', [('count', int)])
value named_tuple_of(const call_site& site) {
  const auto chosen = match_arguments("NamedTuple", site, {"typename", "fields"}, 2);
  std::vector<std::string> fields;
  for (const value& field : site.in.iterate(*chosen[1]->given, chosen[1]->at)) {
    const std::vector<value> both = site.in.iterate(field, chosen[1]->at);
    const auto* name = both.empty() ? nullptr : both[0].get<std::string>();
    if (name == nullptr) throw fault{chosen[1]->at, "NamedTuple: a field is a name and a type"};
    fields.push_back(*name);
  }
  return type_of_fields(convert(*chosen[0]->given, {site.in, chosen[0]->at, "NamedTuple: typename"},
                                option_type<std::string>{}),
                        std::move(fields));
}

// namedtuple('State', ['count', 'mu']), namedtuple('State', 'count mu')
value namedtuple_of(const call_site& site) {
  const auto chosen = match_arguments("namedtuple", site, {"typename", "field_names"}, 2);
  std::vector<std::string> fields;
  if (const auto* text = chosen[1]->given->get<std::string>()) {
    std::size_t begin = 0;
    while ((begin = text->find_first_not_of(" ,", begin)) != text->npos) {
      const std::size_t end = std::min(text->find_first_of(" ,", begin), text->size());
      fields.push_back(text->substr(begin, end - begin));
      begin = end;
    }
  } else {
    fields = convert(*chosen[1]->given, {site.in, chosen[1]->at, "namedtuple: field_names"},
                     option_type<std::vector<std::string>>{});
  }
  return type_of_fields(convert(*chosen[0]->given, {site.in, chosen[0]->at, "namedtuple: typename"},
                                option_type<std::string>{}),
                        std::move(fields));
}

value no_constructor(const call_site& site) {
  throw fault{site.at, "an array is made by jnp.array"};
}

}  // namespace

void add_records(known_names& names) {
  add_function(names, "typing.NamedTuple", named_tuple_of);
  add_function(names, "collections.namedtuple", namedtuple_of);
  for (const char* name : {"jnp.ndarray", "jax.Array", "np.ndarray"})
    add_function(names, name, no_constructor);
}

}  // namespace optaxx::recipes
