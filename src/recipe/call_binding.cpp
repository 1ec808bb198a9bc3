// Functions of recipes, called from outside of one.
#include <memory>
#include <stdexcept>

#include "optaxx/recipe/binding.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/run/nested_run.hpp"
#include "recipe/run/surroundings.hpp"
#include "recipe/text/source.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/value.hpp"

namespace optaxx {
namespace {

std::shared_ptr<const recipes::value> fixed(recipes::value v) {
  recipes::fix(v);
  return std::make_shared<const recipes::value>(std::move(v));
}

std::vector<recipes::argument> arguments_of(const std::vector<binding>& by_position,
                                            const binding::keywords& by_name) {
  std::vector<recipes::argument> arguments;
  for (const binding& b : by_position) arguments.push_back({{}, b.value()});
  for (const auto& [name, b] : by_name) arguments.push_back({name, b.value()});
  return arguments;
}

}  // namespace

binding binding::named(std::string_view name) {
  auto known = recipes::find_known(name);
  if (known && known->get<recipes::module_name>() == nullptr) return binding(fixed(*known));
  std::vector<std::string> names;
  for (const auto& item : recipes::all_names()) names.push_back(item.first);
  throw std::out_of_range("binding: there is no '" + std::string(name) + "'" +
                          recipes::suggestion(name, names));
}

binding binding::partial(const binding& function, const std::vector<binding>& by_position,
                         const keywords& by_name) {
  return binding(fixed(recipes::partial{function.value_, arguments_of(by_position, by_name)}));
}

binding binding::operator()(const std::vector<binding>& by_position,
                            const keywords& by_name) const {
  const recipes::surroundings_of_text surroundings;
  recipes::interpreter in(recipes::parse("None"), recipes::root_names());
  const recipes::nested_run nested(in);
  try {
    return binding(fixed(in.call(*value_, arguments_of(by_position, by_name), 0)));
  } catch (const recipes::fault& f) {
    throw std::invalid_argument(f.text);
  }
}

template <class T>
const T* binding::get() const {
  return value_->get<T>();
}
template const transformation* binding::get() const;
template const schedule* binding::get() const;
template const leaf_mask* binding::get() const;
template const leaf_labels* binding::get() const;
template const skip_update* binding::get() const;
template const dtype* binding::get() const;
template const bool* binding::get() const;
template const std::int64_t* binding::get() const;
template const double* binding::get() const;
template const std::string* binding::get() const;

bool binding::is_function() const {
  return recipes::is_text_function(*value_) ||
         value_->get<std::shared_ptr<const recipes::builtin>>() != nullptr;
}

std::string binding::text() const { return recipes::described(*value_); }

}  // namespace optaxx
