#include "optaxx/core/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "isa/dispatch.hpp"
#include "optaxx/core/runtime.hpp"
#include "optaxx/core/tree_map.hpp"
#include "sweep/step_call.hpp"
#include "sweep/traffic.hpp"

namespace optaxx {
namespace {

// 9640 as "9,640".
std::string grouped(std::size_t n) {
  std::string text = std::to_string(n);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string counted(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", grouped(n), what, n == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& items, std::string_view otherwise) {
  return items.empty() ? std::string(otherwise) : fmt::format("{}", fmt::join(items, ", "));
}

// A field of the state: what a rule has named in its init.
struct field {
  std::uint32_t node;
  std::string name;  // "[0].mu"
};

bool is_masked(const tree_structure::node& n) { return n.type == "MaskedNode"; }

// Whether it holds states of links, not arrays like the parameters.
bool holds_states(const tree_structure& s, std::uint32_t node) {
  for (std::uint32_t i = node; i < node + s[node].extent; ++i) {
    if (s[i].kind == node_kind::named_struct && !is_masked(s[i])) return true;
  }
  return false;
}

void find_fields(const tree_structure& s, std::uint32_t node, std::vector<field>& fields) {
  if (s[node].leaves == 0) return;
  if (node != 0 && !holds_states(s, node)) {
    fields.push_back({node, s.node_accessor(node)});
    return;
  }
  for (const std::uint32_t child : s.children_of(node)) find_fields(s, child, fields);
  if (is_leaf(s[node].kind)) fields.push_back({node, "state"});
}

class explanation {
 public:
  explanation(const opt_state& state, const step_plan& plan, const step_watch& watch)
      : state_(state), plan_(plan), watch_(watch) {
    find_fields(*state.structure(), 0, fields_);
  }

  std::string text(const std::string& call) const {
    const ieee_guard guard;
    return call + "\non " + counted(plan_.leaves.size(), "array") + ", " +
           counted(plan_.elements, "parameter") + ": " + dtypes_of_params() + "\n\n" +
           state_text() + "\n" + step_text();
  }

 private:
  std::string per_parameter(std::size_t bytes) const {
    return fmt::format("{:.4g} bytes per parameter",
                       plan_.elements == 0
                           ? 0.0
                           : static_cast<double>(bytes) / static_cast<double>(plan_.elements));
  }

  std::string dtypes_of_params() const {
    std::map<dtype, std::size_t> elements;
    for (const leaf_info& leaf : plan_.leaves) elements[leaf.dtype] += leaf.elements;
    std::vector<std::string> names;
    for (const auto& [type, n] : elements) {
      names.push_back(elements.size() == 1 ? std::string(name_of(type))
                                           : fmt::format("{} {}", grouped(n), name_of(type)));
    }
    return joined(names, "none");
  }

  // Name and storage of each field.
  std::string state_text() const {
    std::size_t all = 0;
    std::size_t width = 0;
    for (const array& a : state_.leaves()) all += a.bytes();
    for (const field& f : fields_) width = std::max(width, f.name.size());
    std::string text = fmt::format("state: {}, {}\n", counted(all, "byte"), per_parameter(all));
    for (const field& f : fields_) {
      const tree_structure::node& n = (*state_.structure())[f.node];
      std::set<std::string_view> types;
      std::size_t elements = 0;
      std::size_t bytes = 0;
      for (const array& a : state_.leaves().subspan(n.first_leaf, n.leaves)) {
        types.insert(name_of(a.dtype()));
        elements += a.size();
        bytes += a.bytes();
      }
      text += fmt::format("  {:<{}}  {}: {}, {}\n", f.name, width, fmt::join(types, " and "),
                          counted(elements, "number"),
                          bytes > 64 ? per_parameter(bytes) : counted(bytes, "byte"));
    }
    return text;
  }

  std::string field_at(std::uint32_t first_leaf) const {
    for (const field& f : fields_) {
      const tree_structure::node& n = (*state_.structure())[f.node];
      if (first_leaf >= n.first_leaf && first_leaf < n.first_leaf + n.leaves) return f.name;
    }
    return "state";
  }

  std::string step_text() const {
    std::vector<std::string> sweeps;
    std::size_t all = 0;
    std::size_t threads = 1;
    std::size_t working = 0;
    for (const planned_pass& p : watch_.passes) {
      working = std::max(working, p.working_bytes);
      const traffic t = traffic_of(p);
      if (t.read() + t.written() == 0) continue;
      all += t.read() + t.written();
      threads = std::max(threads, p.threads);
      sweeps.push_back(sweep_text(p, t));
    }
    std::string text =
        fmt::format("the next step: {}, {}\n", counted(sweeps.size(), "sweep"), per_parameter(all));
    for (std::size_t i = 0; i < sweeps.size(); ++i)
      text += fmt::format("  {}. {}", i + 1, sweeps[i]);
    const std::vector<std::string> silent = silent_links();
    if (!silent.empty())
      text += fmt::format("  nothing to do in this step: {}\n", fmt::join(silent, ", "));
    if (watch_.copied_bytes != 0) {
      text += fmt::format("  until its end it keeps copies of state: {}\n",
                          counted(watch_.copied_bytes, "byte"));
    }
    return text +
           fmt::format("{} of at most {}, instruction set {}, numerics {}, {} of working memory\n",
                       counted(threads, "thread"), optaxx::threads(), instruction_set(),
                       plan_.numerics == numerics::fast ? "fast" : "exact",
                       counted(working, "byte"));
  }

  std::string sweep_text(const planned_pass& p, const traffic& t) const {
    std::string text = why(p) + "\n";
    const auto line = [&](std::string_view what, const std::string& rest) {
      text += fmt::format("     {:<7}{}\n", what, rest);
    };
    line("links", joined(links_of(p), "none"));
    line("reads", streams(p.from_arrays ? "updates" : "gradients", t.updates_read, t.params_read,
                          t.slots_read, t.read()));
    line("writes",
         streams("updates", t.updates_written, t.params_written, t.slots_written, t.written()));
    std::string_view by = "by";
    for (std::size_t c = 0; c < p.code->classes.size(); ++c) {
      if (p.code->classes[c].absent) continue;
      const std::string loop = loop_of(p, p.code->classes[c]);
      line(std::exchange(by, ""),
           p.code->classes.size() == 1 ? loop : leaves_of(p, c) + ": " + loop);
    }
    return text;
  }

  std::string streams(std::string_view updates, std::size_t of_updates, std::size_t of_params,
                      const std::vector<traffic::slot>& slots, std::size_t all) const {
    std::vector<std::string> names;
    if (of_updates != 0) names.emplace_back(updates);
    if (of_params != 0) names.emplace_back("params");
    for (const traffic::slot& s : slots) names.push_back(field_at(s.first_leaf));
    return names.empty() ? "nothing" : joined(names, "") + ": " + per_parameter(all);
  }

  std::string why(const planned_pass& p) const {
    const std::string& link = watch_.links[p.link].name;
    const std::string rest = records(p.link) ? "" : "; it changes nothing in this step";
    switch (p.why) {
      case pass_reason::norm:
        return link + " needs the norm of all updates before any can be changed" + rest;
      case pass_reason::finite:
        return link + " needs to know whether all updates are finite before any is used" + rest;
      case pass_reason::sum:
        return link + " needs a sum over each array before any update can be changed" + rest;
      case pass_reason::leaves:
      case pass_reason::whole_tree:
        return link + " works on whole arrays" + leaf_threads(p) + ": scratch of " +
               counted(updates_bytes(p), "byte") +
               " holds the updates, and the next sweep begins with them (what it reads itself is "
               "not counted)";
      case pass_reason::look:
        return link + " looks at the updates: scratch of " + counted(updates_bytes(p), "byte") +
               " holds them" + rest;
      case pass_reason::replaced:
        return link + " uses an array of the state that was replaced before it: scratch of " +
               counted(updates_bytes(p), "byte") + " holds the updates";
      case pass_reason::slots:
        return link + " looks at state that links before it change: they run ahead, on copies";
      case pass_reason::inner:
        return link + " runs a transformation on trees of its own: scratch of " +
               counted(updates_bytes(p), "byte") + " holds its updates";
      case pass_reason::axes:
        return link + " needs sums over axes of the arrays before any update can be changed" + rest;
      case pass_reason::results:
        return "state of " + link + " that is like these sums";
      case pass_reason::end:
        break;
    }
    return p.end == isa::finish::apply ? "the updates, and their addition to the parameters"
                                       : "the state of the links before whole arrays";
  }

  std::size_t updates_bytes(const planned_pass& p) const {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < p.plan->leaves.size(); ++i) {
      if (p.code->classes[p.code->class_of[i]].absent) continue;
      bytes += p.plan->leaves[i].elements * size_of(p.code->out_type(i));
    }
    return bytes;
  }

  static std::string leaf_threads(const planned_pass& p) {
    return p.leaf_threads < 2 ? "" : ", on " + counted(p.leaf_threads, "thread");
  }

  // Each once, in the order of the chain.
  std::vector<std::string> links_of(const planned_pass& p) const {
    std::set<std::uint32_t> links;
    for (const exec::leaf_class& c : p.code->classes) {
      for (const std::uint32_t k : c.recorded) links.insert(p.ops[k].link);
    }
    std::vector<std::string> names;
    for (const std::uint32_t link : links) names.push_back(watch_.links[link].name);
    return names;
  }

  bool records(std::uint32_t link) const {
    return std::ranges::any_of(watch_.passes, [&](const planned_pass& p) {
      return (p.why == pass_reason::end || p.why == pass_reason::results) &&
             std::ranges::any_of(p.ops, [&](const auto& op) { return op.link == link; });
    });
  }

  std::vector<std::string> silent_links() const {
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < watch_.links.size(); ++i) {
      const bool asks = std::ranges::any_of(watch_.passes, [&](const planned_pass& p) {
        return p.link == i && p.why != pass_reason::end;
      });
      if (!watch_.links[i].leads && !asks && !records(i)) names.push_back(watch_.links[i].name);
    }
    return names;
  }

  std::string leaves_of(const planned_pass& p, std::size_t c) const {
    std::size_t n = 0;
    std::string first;
    for (std::size_t leaf = 0; leaf < p.code->class_of.size(); ++leaf) {
      if (p.code->class_of[leaf] != c) continue;
      if (n++ == 0) first = "params" + p.plan->structure->accessor(leaf);
    }
    return n == 1 ? first : fmt::format("{} and {} like it", first, n - 1);
  }

  // The code that runs the leaves of a class.
  static std::string loop_of(const planned_pass& p, const exec::leaf_class& c) {
    if (c.integral) return "a loop for integers, which are passed on";
    std::size_t kernels = c.ops.size() - c.terms;
    std::size_t steps = 0;
    for (std::size_t k = 0; k < kernels; k += c.ops[k].length) ++steps;
    const bool sums = p.end == isa::finish::accumulate;
    std::string text = kernels != 0
                           ? fmt::format("the interpreter, {} in {}", counted(kernels, "kernel"),
                                         counted(steps, "step"))
                       : sums ? "a loop that sums"
                              : "a loop without kernels";
    if (!p.dry && c.whole_loop(isa::current()) != nullptr) {
      return fmt::format("a loop compiled for these kernels, on {} as it lies", c.whole->name);
    }
    if (c.narrow) return text + ", in tiles of 512 widened to float32";
    if (c.has_user_code) return text + ", in tiles of 512, with code of yours";
    if (p.dry && c.touches_slots) return text + ", in tiles of 512 beside the state";
    if (!p.dry && c.pattern >= 0) return "a loop compiled for these kernels";
    return text;
  }

  const opt_state& state_;
  const step_plan& plan_;
  const step_watch& watch_;
  std::vector<field> fields_;
};

// Gradients that are not like the parameters: of a part of them, or of one example.
tree in_form(const gradient_form& form, const tree& ones) {
  std::vector<array> leaves;
  for (std::size_t i = 0; i < form.structure->leaves(); ++i) {
    const array& a = ones.leaves()[form.first_leaf + i];
    leaves.push_back(a);
    if (!form.per_example) continue;
    std::vector<std::int64_t> extents{1};
    extents.insert(extents.end(), a.shape().begin(), a.shape().end());
    leaves.back() = array::view(const_cast<void*>(a.data()), a.dtype(),
                                shape(extents.begin(), extents.end()), false);
  }
  return {form.structure, std::move(leaves)};
}

}  // namespace

std::string explain(const transformation& tx, const tree& params) {
  return explain(tx, tx.init(params), params);
}

std::string explain(const transformation& tx, const opt_state& state, const tree& params) {
  const caller_guard environment;
  opt_state copy = state;
  const tree ones = tree_map(
      [](const array& a) {
        array one(a.dtype(), a.shape());
        for (std::size_t i = 0; i < one.size(); ++i)
          detail::store_element(one.dtype(), one.mutable_data(), i, 1.0);
        return one;
      },
      params);
  const step_plan* const plan = opt_state_access::plan(copy).get();
  const tree grads = plan != nullptr && plan->form ? in_form(*plan->form, ones) : ones;
  step_watch watch(short_name(*tx.rule_));
  const extra_args none_given;
  step_call call(tx.rule_, copy);
  step_recording& step = call.speak(grads, &params, none_given, &watch);
  environment.flush();
  step.prepare(isa::finish::apply);
  return explanation(copy, *opt_state_access::plan(copy), watch).text(describe(tx));
}

}  // namespace optaxx
