#include "optaxx/replay_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "optaxx/json_line.hpp"
#include "optaxx/printable.hpp"
#include "replay/bindings.hpp"
#include "replay/replay.hpp"

namespace {

struct outcome {
  std::string file;
  replay::report report;
  std::string error;  // "": it ran

  bool ok() const { return error.empty() && report.ok(); }
};

outcome replayed(const std::string& file, const replay_command& c, const optaxx::bindings& given) {
  outcome o{file, {}, {}};
  try {
    const replay::trace t = replay::read_trace(file);
    o.report =
        replay::measure(t, replay::transformation_of(t, given), {.forced = c.forced}, c.within);
  } catch (const std::exception& e) {
    o.error = e.what();
  }
  return o;
}

void print_as_json(const outcome& o) {
  const replay::report& r = o.report;
  const bool differs = !r.worst.path.empty();
  nlohmann::ordered_json line;
  line["file"] = o.file;
  line["ok"] = o.ok();
  line["steps"] = r.steps;
  const auto add = [&](const char* key, double d) {
    line[key] = o.error.empty() ? nlohmann::ordered_json(json_number(d)) : nullptr;
  };
  add("max_ulp_updates", r.updates.ulp);
  add("max_ulp_state", r.state.ulp);
  add("max_ulp_params", r.params.ulp);
  add("max_leaf_ulp_updates", r.updates.leaf_ulp);
  add("max_leaf_ulp_state", r.state.leaf_ulp);
  add("max_leaf_ulp_params", r.params.leaf_ulp);
  add("max_rel_updates", r.updates.relative);
  line["worst_path"] = differs ? nlohmann::ordered_json(r.worst.path) : nullptr;
  line["worst_step"] = differs ? nlohmann::ordered_json(r.worst.step) : nullptr;
  line["error"] = o.error.empty() ? nullptr : nlohmann::ordered_json(o.error);
  print_json(line);
}

std::string measured(const char* what, const replay::distance& d) {
  if (d.ulp == 0) return fmt::format("{} the same", what);
  return fmt::format("{} {:.4g} ULP ({:.3g} of the leaf's, relative {:.2g})", what, d.ulp,
                     d.leaf_ulp, d.relative);
}

void print_text(const outcome& o) {
  if (!o.error.empty()) {
    fmt::print("{}: error: {}\n", printable(o.file), printable(o.error, true));
    return;
  }
  const replay::report& r = o.report;
  fmt::print("{}: {}, {} steps: {}, {}, {}\n", printable(o.file), r.ok() ? "ok" : "too far",
             r.steps, measured("updates", r.updates), measured("state", r.state),
             measured("params", r.params));
  const auto place = [](const replay::place& p) {
    const std::string path = printable(p.path);
    return p.step < 0 ? path + " after init" : fmt::format("{} in step {}", path, p.step);
  };
  if (r.beyond) fmt::print("  first {}, worst {}\n", place(*r.beyond), place(r.worst));
}

}  // namespace

int replay_command::run() const {
  const optaxx::bindings given = replay::bindings_of_arguments(bind);
  std::size_t ok = 0;
  std::size_t errors = 0;
  for (const std::string& file : files) {
    const outcome o = replayed(file, *this, given);
    if (o.ok()) ++ok;
    if (!o.error.empty()) ++errors;
    json ? print_as_json(o) : print_text(o);
    std::fflush(stdout);
  }
  if (!json) {
    fmt::print("{} of {} traces within {} ({}), {} too far, {} with errors\n", ok, files.size(),
               within.text(), forced ? "forced" : "free", files.size() - ok - errors, errors);
  }
  return ok == files.size() ? 0 : 1;
}
