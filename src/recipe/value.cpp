#include "recipe/value.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/python.hpp"

namespace optaxx::recipes {
using namespace std::string_literals;

namespace {

constexpr std::size_t longest_repr = 60;

template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

// Stops when the text is long enough.
class writer {
 public:
  std::string write(const value& v) {
    visit(v);
    if (text_.size() > longest_repr) text_ = text_.substr(0, longest_repr - 3) + "...";
    return std::move(text_);
  }

 private:
  bool full() const { return text_.size() > longest_repr; }

  void items(const sequence& s) {
    text_ += s.tuple ? "(" : "[";
    for (const value& item : *s.items) {
      if (full()) return;
      if (&item != &s.items->front()) text_ += ", ";
      visit(item);
    }
    text_ += s.tuple ? (s.items->size() == 1 ? ",)" : ")") : "]";
  }
  void items(const dictionary& d) {
    text_ += "{";
    for (const auto& item : *d.items) {
      if (full()) return;
      if (&item != &d.items->front()) text_ += ", ";
      visit(item.first);
      text_ += ": ";
      visit(item.second);
    }
    text_ += "}";
  }

  void visit(const value& v) {
    std::visit(overloaded{
                   [&](none_t) { text_ += "None"; },
                   [&](bool b) { text_ += detail::python_repr(b); },
                   [&](std::int64_t i) { text_ += std::to_string(i); },
                   [&](double d) { text_ += detail::python_repr(d); },
                   [&](const std::string& s) { text_ += detail::python_repr(s); },
                   [&](dtype t) { text_ += name_of(t); },
                   [&](const jax_scalar& s) {
                     text_ += s.type == dtype::f32
                                  ? detail::python_repr(static_cast<float>(s.value))
                                  : detail::python_repr(s.value);
                   },
                   [&](const array_info& a) {
                     text_ += fmt::format("{}{}", name_of(a.type), a.shape.text());
                   },
                   [&](const sequence& s) { items(s); },
                   [&](const dictionary& d) { items(d); },
                   [&](const value_tree& t) { text_ += t.structure->text(); },
                   [&](const schedule& s) { text_ += s.describe(); },
                   [&](const transformation&) { text_ += "a transformation"; },
                   [&](const leaf_mask& m) { text_ += m.text(); },
                   [&](const leaf_labels& l) { text_ += l.text(); },
                   [&](const skip_update& u) { text_ += u.text(); },
                   [&](const module_name& m) { text_ += m.path; },
                   [&](const closure& c) { text_ += c.text->text(c.node); },
                   [&](const std::shared_ptr<const builtin>& f) { text_ += f->name; },
               },
               v.data);
  }

  std::string text_;
};

}  // namespace

extent extent::around(const std::vector<extent>& parts) {
  extent result;
  for (const extent& part : parts) {
    result.weight += part.weight;
    result.depth = std::max(result.depth, part.depth + 1);
  }
  return result;
}

value make_sequence(bool tuple, std::vector<value> items) {
  std::vector<extent> sizes;
  for (const value& item : items) sizes.push_back(item.size);
  return {sequence{tuple, std::make_shared<const std::vector<value>>(std::move(items))},
          extent::around(sizes)};
}

value make_dictionary(std::vector<std::pair<value, value>> items) {
  std::vector<extent> sizes;
  for (const auto& [key, item] : items) {
    sizes.push_back(key.size);
    sizes.push_back(item.size);
  }
  return {
      dictionary{std::make_shared<const std::vector<std::pair<value, value>>>(std::move(items))},
      extent::around(sizes)};
}

bool same_key(const value& a, const value& b) {
  const auto same = [&]<class T>(const T* x) {
    const T* const y = b.get<T>();
    return x != nullptr && y != nullptr && *x == *y;
  };
  return same(a.get<std::string>()) || same(a.get<std::int64_t>()) || same(a.get<bool>());
}

std::string repr(const value& v) { return writer().write(v); }

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
          [&](const array_info&) { return "an array"s; },
          [&](const sequence& s) { return (s.tuple ? "the tuple " : "the list ") + repr(v); },
          [&](const dictionary&) { return "the dict " + repr(v); },
          [&](const value_tree&) { return "a tree"s; },
          [&](const schedule&) { return "a schedule"s; },
          [&](const transformation&) { return "a transformation"s; },
          [&](const leaf_mask&) { return "a mask"s; },
          [&](const leaf_labels&) { return "labels"s; },
          [&](const skip_update&) { return "a decision about micro-batches"s; },
          [&](const module_name& m) { return "the module " + m.path; },
          [&](const closure&) { return "a lambda"s; },
          [&](const std::shared_ptr<const builtin>& f) {
            return fmt::format("the function {} (call it: {}(...))", f->name, f->name);
          },
      },
      v.data);
}

}  // namespace optaxx::recipes
