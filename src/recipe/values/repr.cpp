#include "recipe/values/repr.hpp"

#include <fmt/format.h>

#include "core/python.hpp"
#include "optaxx/core/untyped_function.hpp"

namespace optaxx::recipes {
using namespace std::string_literals;

namespace {

constexpr std::size_t longest_repr = 60;
constexpr std::size_t longest_str = 100'000;

template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

// "DictKey(key='w')".
std::string repr_of(const path_key& k) {
  switch (k.what) {
    case path_key::part::position:
      return "SequenceKey(idx=" + k.name.text() + ")";
    case path_key::part::field:
      return "GetAttrKey(name=" + k.name.repr() + ")";
    default:
      return "DictKey(key=" + k.name.repr() + ")";
  }
}

// "0.1", "3", "True".
std::string repr_of(const jax_scalar& s) {
  if (s.type == dtype::f32 || is_narrow(s.type))
    return detail::python_repr(static_cast<float>(s.value));
  if (s.type == dtype::f64) return detail::python_repr(s.value);
  if (s.type == dtype::boolean) return detail::python_repr(s.value != 0);
  return std::to_string(static_cast<std::int64_t>(s.value));
}

// Stops when the text is long enough.
class writer {
 public:
  explicit writer(std::size_t longest) : longest_(longest) {}

  std::string write(const value& v) {
    visit(v);
    if (text_.size() > longest_) text_ = text_.substr(0, longest_ - 3) + "...";
    return std::move(text_);
  }

 private:
  bool full() const { return text_.size() > longest_; }

  void listed(const std::vector<value>& items, const char* begin, const char* end) {
    text_ += begin;
    for (const value& item : items) {
      if (full()) return;
      if (&item != &items.front()) text_ += ", ";
      visit(item);
    }
    text_ += end;
  }
  void fields(const sequence& s) {
    text_ += s.type->name + "(";
    for (std::size_t i = 0; i < s.items().size() && !full(); ++i) {
      text_ += (i == 0 ? "" : ", ") + s.type->fields[i] + "=";
      visit(s.items()[i]);
    }
    text_ += ")";
  }
  void items(const sequence& s) {
    if (s.type != nullptr) return fields(s);
    if (!s.tuple) return listed(s.items(), "[", "]");
    listed(s.items(), "(", s.items().size() == 1 ? ",)" : ")");
  }
  void items(const dictionary& d) {
    text_ += "{";
    for (const auto& item : d.items()) {
      if (full()) return;
      if (&item != &d.items().front()) text_ += ", ";
      visit(item.first);
      text_ += ": ";
      visit(item.second);
    }
    text_ += "}";
  }

  void visit(const value& v) {
    std::visit(
        overloaded{
            [&](none_t) { text_ += "None"; },
            [&](bool b) { text_ += detail::python_repr(b); },
            [&](std::int64_t i) { text_ += std::to_string(i); },
            [&](double d) { text_ += detail::python_repr(d); },
            [&](const std::string& s) { text_ += detail::python_repr(s); },
            [&](dtype t) { text_ += name_of(t); },
            [&](const jax_scalar& s) { text_ += repr_of(s); },
            [&](const number_array& a) { listed(*a.items, "[", "]"); },
            [&](const tensor& t) {
              text_ += fmt::format("{}{}", name_of(t.numbers->dtype()), t.numbers->shape().text());
            },
            [&](const array_info& a) {
              text_ += fmt::format("{}{}", name_of(a.type), a.shape.text());
            },
            [&](const path_key& k) { text_ += repr_of(k); },
            [&](const sequence& s) { items(s); },
            [&](const value_set& s) {
              s.items().empty() ? void(text_ += "set()") : listed(s.items(), "{", "}");
            },
            [&](const dictionary& d) { items(d); },
            [&](const value_tree& t) { text_ += t.structure->text(); },
            [&](const schedule& s) { text_ += s.describe(); },
            [&](const transformation&) { text_ += "a transformation"; },
            [&](const leaf_mask& m) { text_ += m.text(); },
            [&](const leaf_labels& l) { text_ += l.text(); },
            [&](const skip_update& u) { text_ += u.text(); },
            [&](const decay_rate_function&) { text_ += "a decay"; },
            [&](const condition&) { text_ += "a condition"; },
            [&](const measurement& m) { text_ += m.text(); },
            [&](const prng_key& k) {
              text_ += k.words()[0] == 0 ? "jax.random.key(" + k.text() + ")" : k.text();
            },
            [&](const module_name& m) { text_ += m.path; },
            [&](const closure& c) {
              text_ += c.name.empty() ? std::string(c.text->text(c.node)) : c.name;
            },
            [&](const pattern& p) { text_ += "re.compile(" + detail::python_repr(p.source) + ")"; },
            [&](const partial& p) {
              text_ += "functools.partial(";
              visit(*p.function);
              text_ += ")";
            },
            [&](const exception& e) {
              text_ +=
                  e.type + "(" + (e.message.empty() ? "" : detail::python_repr(e.message)) + ")";
            },
            [&](const std::shared_ptr<const record_type>& t) { text_ += t->name; },
            [&](const std::shared_ptr<const builtin>& f) { text_ += f->name; },
            [&](const std::shared_ptr<const untyped_function>& f) {
              text_ += f->name().empty() ? "a function" : f->name();
            },
        },
        v.data);
  }

  std::size_t longest_;
  std::string text_;
};

}  // namespace

std::string repr(const value& v) { return writer(longest_repr).write(v); }

std::string text_of(const path_key& k) {
  if (k.what == path_key::part::position) return "[" + k.name.text() + "]";
  if (k.what == path_key::part::field) return "." + k.name.text();
  return "[" + k.name.repr() + "]";
}

std::string whole_repr(const value& v) { return writer(longest_str).write(v); }

std::string str(const value& v) {
  if (const auto* s = v.get<std::string>()) return *s;
  if (const auto* k = v.get<path_key>()) return text_of(*k);
  if (const auto* e = v.get<exception>()) return e->message;
  return whole_repr(v);
}

std::string described(const value& v) {
  return std::visit(
      overloaded{
          [&](none_t) { return repr(v); },
          [&](bool) { return repr(v); },
          [&](std::int64_t) { return repr(v); },
          [&](double) { return repr(v); },
          [&](const std::string&) { return "the string " + repr(v); },
          [&](dtype) { return "the dtype " + repr(v); },
          [&](const jax_scalar&) { return "the array " + repr(v); },
          [&](const number_array&) { return "the array " + repr(v); },
          [&](const tensor&) { return "an array of " + repr(v); },
          [&](const array_info&) { return "an array"s; },
          [&](const path_key&) { return "the key " + repr(v); },
          [&](const sequence& s) {
            return (s.type != nullptr ? "" : s.tuple ? "the tuple " : "the list ") + repr(v);
          },
          [&](const value_set&) { return "the set " + repr(v); },
          [&](const dictionary&) { return "the dict " + repr(v); },
          [&](const value_tree&) { return "a tree"s; },
          [&](const schedule&) { return "a schedule"s; },
          [&](const transformation&) { return "a transformation"s; },
          [&](const leaf_mask&) { return "a mask"s; },
          [&](const leaf_labels&) { return "labels"s; },
          [&](const skip_update&) { return "a decision about micro-batches"s; },
          [&](const decay_rate_function&) { return "a decay by step and rate"s; },
          [&](const condition&) { return "a condition"s; },
          [&](const measurement&) { return "a measurement"s; },
          [&](const prng_key&) { return "a key of random numbers"s; },
          [&](const module_name& m) { return "the module " + m.path; },
          [&](const closure& c) {
            return c.name.empty() ? "a lambda"s : "the function '" + c.name + "'";
          },
          [&](const pattern&) { return "the pattern " + repr(v); },
          [&](const partial&) { return "the function " + repr(v); },
          [&](const exception&) { return "the exception " + repr(v); },
          [&](const std::shared_ptr<const record_type>& t) { return "the class " + t->name; },
          [&](const std::shared_ptr<const builtin>& f) {
            return fmt::format("the function {} (call it: {}(...))", f->name, f->name);
          },
          [&](const std::shared_ptr<const untyped_function>& f) {
            return f->name().empty() ? "a function"s : "the function '" + f->name() + "'";
          },
      },
      v.data);
}

}  // namespace optaxx::recipes
