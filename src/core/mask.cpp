#include "optaxx/core/mask.hpp"

#include <algorithm>

#include "core/described_function.hpp"
#include "core/key_path.hpp"
#include "core/params_placeholder.hpp"
#include "core/python.hpp"
#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx {
namespace {

std::string quoted(const std::vector<std::string>& paths) {
  constexpr std::size_t shown = 20;
  std::string text;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (i != 0) text += ", ";
    if (i == shown) return text + "... (" + std::to_string(paths.size()) + " in all)";
    text += detail::python_repr(paths[i]);
  }
  return text;
}

// A pattern that selects nothing is a slip of the pen, unless there is nothing to select.
void expect_match(const char* function, const path_glob& glob,
                  const std::vector<std::string>& paths) {
  const bool matched = std::any_of(paths.begin(), paths.end(),
                                   [&](const std::string& p) { return glob.matches(p); });
  if (matched || paths.empty()) return;
  throw tree_mismatch(std::string(function) + ": the pattern " +
                      detail::python_repr(glob.pattern()) + " matches no leaf; the tree has " +
                      quoted(paths));
}

mask_tree select(const path_set& patterns, const tree& params) {
  const std::vector<std::string> paths = detail::leaf_paths(*params.structure());
  for (const path_glob& glob : patterns.globs) expect_match("paths", glob, paths);
  std::vector<unsigned char> selected;
  selected.reserve(paths.size());
  for (const std::string& path : paths) {
    const bool matched = std::any_of(patterns.globs.begin(), patterns.globs.end(),
                                     [&](const path_glob& glob) { return glob.matches(path); });
    selected.push_back(matched ? 1 : 0);
  }
  return {params.structure(), std::move(selected)};
}

using label_rules = std::vector<std::pair<path_glob, std::string>>;

label_tree label(const label_rules& rules, const tree& params) {
  const std::vector<std::string> paths = detail::leaf_paths(*params.structure());
  for (const auto& [glob, name] : rules) expect_match("path_labels", glob, paths);
  std::vector<std::string> labels;
  labels.reserve(paths.size());
  for (const std::string& path : paths) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const auto& r) { return r.first.matches(path); });
    if (rule == rules.end()) {
      throw tree_mismatch("path_labels: no pattern matches the leaf " + detail::python_repr(path));
    }
    labels.push_back(rule->second);
  }
  return {params.structure(), std::move(labels)};
}

std::string text_of(const mask_tree& mask) {
  return detail::literal_text(
      *mask.structure(), [&](std::size_t i) { return detail::python_repr(mask.leaves()[i] != 0); });
}

std::string text_of(const label_tree& labels) {
  return detail::literal_text(
      *labels.structure(), [&](std::size_t i) { return detail::python_repr(labels.leaves()[i]); });
}

std::string text_of(const path_set& patterns) {
  std::string text = "optaxx.paths(";
  for (const path_glob& glob : patterns.globs) {
    if (&glob != &patterns.globs.front()) text += ", ";
    text += detail::python_repr(glob.pattern());
  }
  return text + ")";
}

std::string text_of(const label_rules& rules) {
  std::string text = "optaxx.path_labels([";
  for (const auto& rule : rules) {
    if (&rule != &rules.front()) text += ", ";
    text += "(" + detail::python_repr(rule.first.pattern()) + ", " +
            detail::python_repr(rule.second) + ")";
  }
  return text + "])";
}

}  // namespace

mask_tree leaf_mask::of(const tree& params) const {
  if (stands_for_params(params)) return true;
  if (const auto* mask = std::get_if<mask_tree>(&mask_)) return *mask;
  if (const auto* patterns = std::get_if<path_set>(&mask_)) return select(*patterns, params);
  if (const auto* f = std::get_if<function>(&mask_)) return (*f)(params);
  return true;
}

std::string leaf_mask::text() const {
  if (const auto* mask = std::get_if<mask_tree>(&mask_)) return text_of(*mask);
  if (const auto* patterns = std::get_if<path_set>(&mask_)) return text_of(*patterns);
  if (const auto* f = std::get_if<function>(&mask_)) return detail::expression_of(*f, "mask");
  return "None";
}

label_tree leaf_labels::of(const tree& params) const {
  if (const auto* labels = std::get_if<label_tree>(&labels_)) return *labels;
  if (const auto* rules = std::get_if<label_rules>(&labels_)) return label(*rules, params);
  return std::get<function>(labels_)(params);
}

std::string leaf_labels::text() const {
  if (const auto* labels = std::get_if<label_tree>(&labels_)) return text_of(*labels);
  if (const auto* rules = std::get_if<label_rules>(&labels_)) return text_of(*rules);
  return detail::expression_of(std::get<function>(labels_), "labels");
}

leaf_labels path_labels(const std::vector<std::pair<std::string, std::string>>& rules) {
  label_rules globs;
  globs.reserve(rules.size());
  for (const auto& [pattern, name] : rules) globs.emplace_back(path_glob(pattern), name);
  return globs;
}

}  // namespace optaxx
