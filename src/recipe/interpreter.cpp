#include "recipe/interpreter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <utility>

#include "recipe/arithmetic.hpp"
#include "recipe/modules.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::uint64_t most_work = 1'000'000;
constexpr std::uint32_t most_depth = 400;

// Counts how deep evaluations are in one another.
class depth_guard {
 public:
  explicit depth_guard(std::uint32_t& depth) : depth_(depth) { ++depth_; }
  ~depth_guard() { --depth_; }
  depth_guard(const depth_guard&) = delete;
  depth_guard& operator=(const depth_guard&) = delete;

 private:
  std::uint32_t& depth_;
};

}  // namespace

void interpreter::spend(std::uint32_t at, std::uint64_t work) {
  work_ += work;
  if (work_ > most_work) throw fault{at, "this takes more work than a recipe may"};
}

value interpreter::evaluate(std::uint32_t node) {
  const std::uint32_t begin = at(node).begin;
  spend(begin);
  const depth_guard guard(depth_);
  if (depth_ > most_depth) throw fault{begin, "calls too deep in one another"};
  value result = evaluate_any(node);
  if (result.size.weight > largest.weight || result.size.depth > largest.depth)
    throw fault{begin, "this value is too large for a recipe"};
  return result;
}

value interpreter::evaluate_any(std::uint32_t node) {
  const auto& n = at(node);
  switch (n.type) {
    case node_type::number:
      return evaluate_number(node);
    case node_type::text:
      return evaluate_text(node);
    case node_type::constant:
      if (text_->text(node) == "None") return none;
      return text_->text(node) == "True";
    case node_type::name:
      return evaluate_name(node);
    case node_type::list:
    case node_type::tuple: {
      std::vector<value> items;
      for (const std::uint32_t child : n.children) items.push_back(evaluate(child));
      return make_sequence(n.type == node_type::tuple, std::move(items));
    }
    case node_type::dict:
      return evaluate_dict(node);
    case node_type::call:
      return evaluate_call(node);
    case node_type::attribute:
      return evaluate_attribute(node);
    case node_type::subscript:
      return evaluate_subscript(node);
    case node_type::unary:
      return evaluate_unary(node);
    case node_type::binary:
    case node_type::power:
      return evaluate_binary(node);
    case node_type::comparison:
      return evaluate_comparison(node);
    case node_type::negation:
    case node_type::conjunction:
    case node_type::disjunction:
      return evaluate_boolean(node);
    case node_type::conditional: {
      const value condition = evaluate(n.children[1]);
      const bool chosen = placed(at(n.children[1]).begin, [&] { return truth(condition); });
      return evaluate(n.children[chosen ? 0 : 2]);
    }
    case node_type::lambda:
      for (const std::uint32_t child : n.children) {
        if (at(child).type == node_type::parameter && !at(child).children.empty())
          throw fault{at(child).begin, "a lambda's parameters cannot have defaults here"};
      }
      return {closure{text_, node, locals_},
              locals_ == nullptr ? extent() : extent::around({locals_->size})};
    default:
      throw fault{n.begin, "this cannot stand here"};
  }
}

value interpreter::evaluate_number(std::uint32_t node) {
  std::string digits(text_->text(node));
  std::erase(digits, '_');
  const char* const end = digits.data() + digits.size();
  if (digits.find_first_of(".eE") == digits.npos) {
    if (digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of('0') != digits.npos)
      throw fault{at(node).begin, "an integer cannot begin with 0"};
    std::int64_t i = 0;
    if (std::from_chars(digits.data(), end, i).ec != std::errc())
      throw fault{at(node).begin, "the integer is too large"};
    return i;
  }
  double d = 0;
  const auto read = std::from_chars(digits.data(), end, d);
  if (read.ec == std::errc::result_out_of_range) {
    // As Python: too large is inf, too small is 0.
    const std::size_t exponent = digits.find_first_of("eE");
    const bool small = exponent != digits.npos && digits[exponent + 1] == '-';
    return small ? 0.0 : std::numeric_limits<double>::infinity();
  }
  return d;
}

value interpreter::evaluate_text(std::uint32_t node) {
  const std::string_view source = text_->text(node);
  std::string result;
  std::size_t i = 0;
  const auto fail = [&](const char* text) {
    throw fault{at(node).begin + static_cast<std::uint32_t>(i), text};
  };
  while (i < source.size()) {
    const char quote = source[i];
    if (quote != '\'' && quote != '"') {  // between two pieces
      ++i;
      continue;
    }
    const std::string three(3, quote);
    const std::size_t width = source.substr(i, 3) == three ? 3 : 1;
    i += width;
    while (source.substr(i, width) != std::string_view(three).substr(0, width)) {
      if (source[i] != '\\') {
        result += source[i++];
        continue;
      }
      constexpr std::string_view escapes = "\\'\"ntr0";
      constexpr std::string_view meanings{"\\'\"\n\t\r\0", 7};
      const char c = source[i + 1];
      if (c == 'x') {
        unsigned code = 0;
        const std::string_view digits = source.substr(i + 2, 2);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (digits.size() != 2 || read.ptr != digits.data() + 2 || code > 0x7f)
          fail("this escape is not known here");
        result += static_cast<char>(code);
        i += 4;
        continue;
      }
      if (escapes.find(c) == escapes.npos) fail("this escape is not known here");
      result += meanings[escapes.find(c)];
      i += 2;
    }
    i += width;
  }
  return result;
}

const value* interpreter::find(std::string_view name) const {
  for (const scope* s = locals_.get(); s != nullptr; s = s->outer.get()) {
    for (const auto& [known, v] : s->names) {
      if (known == name) return &v;
    }
  }
  const auto global = globals_.find(name);
  return global == globals_.end() ? nullptr : &global->second;
}

std::vector<std::string> interpreter::known_names() const {
  std::vector<std::string> names;
  for (const scope* s = locals_.get(); s != nullptr; s = s->outer.get()) {
    for (const auto& item : s->names) names.push_back(item.first);
  }
  for (const auto& item : globals_) names.push_back(item.first);
  return names;
}

value interpreter::evaluate_name(std::uint32_t node) {
  const std::string_view name = text_->text(node);
  if (const value* v = find(name)) return *v;
  throw fault{at(node).begin,
              fmt::format("the name '{}' is not bound{}", name, suggestion(name, known_names()))};
}

value interpreter::evaluate_dict(std::uint32_t node) {
  std::vector<std::pair<value, value>> items;
  const auto set = [&](const value& k, const value& v, std::uint32_t where) {
    if (k.get<std::string>() == nullptr && k.get<std::int64_t>() == nullptr &&
        k.get<bool>() == nullptr) {
      throw fault{where, "a dict's key must be a string, an int or a bool, got " + described(k)};
    }
    spend(where, items.size() / 64 + 1);
    for (auto& item : items) {
      if (!same_key(item.first, k)) continue;
      item.second = v;
      return;
    }
    items.emplace_back(k, v);
  };
  const auto& children = at(node).children;
  for (std::size_t i = 0; i < children.size();) {
    const std::uint32_t where = at(children[i]).begin;
    if (at(children[i]).type == node_type::spread_dict) {
      const value inner = evaluate(at(children[i++]).children[0]);
      const auto* d = inner.get<dictionary>();
      if (d == nullptr) throw fault{where, "expected a dict behind **, got " + described(inner)};
      for (const auto& [k, v] : *d->items) set(k, v, where);
      continue;
    }
    const value k = evaluate(children[i]);
    set(k, evaluate(children[i + 1]), where);
    i += 2;
  }
  return make_dictionary(std::move(items));
}

value interpreter::evaluate_call(std::uint32_t node) {
  const auto& children = at(node).children;
  const value function = evaluate(children[0]);
  std::vector<argument> arguments;
  const auto add = [&](std::string keyword, value v, std::uint32_t where) {
    spend(where);
    if (keyword.empty() && !arguments.empty() && !arguments.back().keyword.empty())
      throw fault{where, "an argument by position behind one by name"};
    arguments.push_back({std::move(keyword), std::make_shared<const value>(std::move(v)), where});
  };
  for (std::size_t i = 1; i < children.size(); ++i) {
    const std::uint32_t child = children[i];
    const auto& n = at(child);
    if (n.type == node_type::keyword) {
      add(std::string(text_->text(child)), evaluate(n.children[0]), n.begin);
    } else if (n.type == node_type::spread) {
      const value inner = evaluate(n.children[0]);
      const auto* s = inner.get<sequence>();
      if (s == nullptr)
        throw fault{n.begin, "expected a list or tuple behind *, got " + described(inner)};
      for (const value& item : *s->items) add({}, item, n.begin);
    } else if (n.type == node_type::spread_dict) {
      const value inner = evaluate(n.children[0]);
      const auto* d = inner.get<dictionary>();
      if (d == nullptr) throw fault{n.begin, "expected a dict behind **, got " + described(inner)};
      for (const auto& [k, v] : *d->items) {
        const auto* name = k.get<std::string>();
        if (name == nullptr || name->empty())
          throw fault{n.begin, "expected names as keys behind **, got " + described(k)};
        add(*name, v, n.begin);
      }
    } else {
      add({}, evaluate(child), n.begin);
    }
  }
  return call(function, arguments, at(children[0]).begin);
}

value interpreter::call(const value& function, const std::vector<argument>& arguments,
                        std::uint32_t at) {
  if (const auto* f = function.get<std::shared_ptr<const builtin>>()) {
    const auto outer = std::exchange(parts_, {});
    for (const argument& a : arguments) parts_.push_back(a.given->size);
    value result = placed(at, [&] { return (*f)->run({*this, at, arguments}); });
    parts_.push_back(result.size);
    result.size = extent::around(parts_);
    parts_ = outer;
    return result;
  }
  if (const auto* f = function.get<closure>()) return call_closure(*f, arguments, at);
  if (const auto* f = function.get<schedule>()) {
    const value* step = arguments.size() == 1 ? arguments[0].given.get() : nullptr;
    const auto* i = step == nullptr ? nullptr : step->get<std::int64_t>();
    const auto* s = step == nullptr ? nullptr : step->get<jax_scalar>();
    if (i == nullptr && (s == nullptr || s->type != dtype::i32))
      throw fault{at, "a schedule is called with one step"};
    spend(at, 100);
    const schedule_value v = f->at(i != nullptr ? *i : static_cast<step_t>(s->value), x64_);
    return jax_scalar{v.value, v.single || !x64_ ? dtype::f32 : dtype::f64, !v.single};
  }
  if (const auto* type = function.get<dtype>(); type != nullptr && arguments.size() == 1)
    return placed(at, [&] { return cast(*arguments[0].given, *type); });
  throw fault{at, fmt::format("{} cannot be called", described(function))};
}

value interpreter::call_closure(const closure& f, const std::vector<argument>& arguments,
                                std::uint32_t at) {
  const auto& children = (*f.text)[f.node].children;
  std::vector<std::string> parameters;
  for (std::size_t i = 0; i + 1 < children.size(); ++i)
    parameters.emplace_back(f.text->text(children[i]));
  auto names = std::make_shared<scope>();
  names->outer = f.around;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const argument& a = arguments[i];
    std::size_t position = i;
    if (!a.keyword.empty()) {
      position = static_cast<std::size_t>(
          std::find(parameters.begin(), parameters.end(), a.keyword) - parameters.begin());
    }
    if (position >= parameters.size()) {
      throw fault{a.at, a.keyword.empty()
                            ? fmt::format("the lambda takes {} arguments", parameters.size())
                            : fmt::format("the lambda has no parameter '{}'{}", a.keyword,
                                          suggestion(a.keyword, parameters))};
    }
    for (const auto& item : names->names) {
      if (item.first == parameters[position])
        throw fault{a.at, fmt::format("'{}' is given twice", item.first)};
    }
    names->names.emplace_back(parameters[position], *a.given);
  }
  if (names->names.size() != parameters.size()) {
    throw fault{at, fmt::format("the lambda takes {} arguments, got {}", parameters.size(),
                                arguments.size())};
  }
  std::vector<extent> sizes;
  if (f.around != nullptr) sizes.push_back(f.around->size);
  for (const auto& item : names->names) sizes.push_back(item.second.size);
  names->size = extent::around(sizes);
  const auto before = std::exchange(locals_, std::move(names));
  try {
    value result = evaluate(children.back());
    locals_ = before;
    return result;
  } catch (...) {
    locals_ = before;
    throw;
  }
}

value interpreter::evaluate_attribute(std::uint32_t node) {
  const value object = evaluate(at(node).children[0]);
  const std::string name(text_->text(node));
  if (const auto* m = object.get<module_name>()) {
    if (auto known = find_known(m->path + "." + name)) return std::move(*known);
    throw fault{at(node).begin, fmt::format("{} has no '{}' here{}", m->path, name,
                                            suggestion(name, names_in(m->path)))};
  }
  if (const auto* a = object.get<array_info>()) {
    if (name == "ndim") return static_cast<std::int64_t>(a->shape.rank());
    if (name == "size") return static_cast<std::int64_t>(a->shape.elements());
    if (name == "dtype") return a->type;
    if (name == "shape") {
      std::vector<value> extents;
      for (const std::int64_t extent : a->shape) extents.emplace_back(extent);
      return make_sequence(true, std::move(extents));
    }
    throw fault{at(node).begin, fmt::format("an array has no '{}' here{}", name,
                                            suggestion(name, {"ndim", "size", "dtype", "shape"}))};
  }
  throw fault{at(node).begin, fmt::format("{} has no '{}'", described(object), name)};
}

value interpreter::evaluate_subscript(std::uint32_t node) {
  const auto& children = at(node).children;
  const value object = evaluate(children[0]);
  const value index = evaluate(children[1]);
  const std::uint32_t where = at(children[1]).begin;
  if (const auto* d = object.get<dictionary>()) {
    for (const auto& [k, v] : *d->items) {
      if (same_key(k, index)) return v;
    }
    throw fault{where, fmt::format("the dict has no key {}", repr(index))};
  }
  if (const auto* s = object.get<sequence>()) {
    const auto* i = index.get<std::int64_t>();
    if (i == nullptr) throw fault{where, "expected a position, got " + described(index)};
    const auto size = static_cast<std::int64_t>(s->items->size());
    const std::int64_t position = *i < 0 ? *i + size : *i;
    if (position < 0 || position >= size)
      throw fault{where, fmt::format("there are {} items, and no number {}", size, *i)};
    return (*s->items)[static_cast<std::size_t>(position)];
  }
  throw fault{at(node).begin, fmt::format("{} has no items", described(object))};
}

}  // namespace optaxx::recipes
