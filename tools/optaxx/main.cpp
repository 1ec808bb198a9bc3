#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <optaxx/optaxx.hpp>

int main(int argc, char** argv) {
  CLI::App app{"optaxx: Optax for C++, from the command line."};
  app.require_subcommand(1);
  CLI::App* const info =
      app.add_subcommand("info", "What was built, and what runs on this machine.");
  CLI11_PARSE(app, argc, argv);
  try {
    if (info->parsed()) std::fputs(optaxx::build_info().c_str(), stdout);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "optaxx: %s\n", e.what());
    return 1;
  }
  return 0;
}
