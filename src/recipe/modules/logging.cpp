// What tells people something, and here nobody.
#include "recipe/modules/table.hpp"

namespace optaxx::recipes {

void add_logging(known_names& names) {
  const auto add = [&](const std::string& name) { add_function(names, name, nullptr); };
  for (const char* name : {"print", "jax.debug.print", "warnings.warn"}) add(name);
  for (const char* name :
       {"basicConfig", "critical", "debug", "error", "exception", "fatal", "info", "log",
        "log_every_n", "log_first_n", "setLevel", "set_verbosity", "vlog", "warn", "warning"})
    add(std::string("logging.") + name);
  const value module = module_name{"logging"};
  for (const char* name : {"getLogger", "get_absl_logger"}) {
    add_function(names, std::string("logging.") + name,
                 [module](const call_site&) { return module; });
  }
  names.emplace("logger", module);
  names.emplace("absl.logging", module);
  names.emplace("__name__", make_string("recipe"));
}

}  // namespace optaxx::recipes
