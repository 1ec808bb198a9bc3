// Trains a small network on real handwritten digits with several optimizers, each composed at run
// time, and draws how they fared.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "digits/data.hpp"
#include "digits/interrupt.hpp"
#include "digits/optimizers.hpp"
#include "digits/plot.hpp"
#include "digits/progress.hpp"
#include "digits/report.hpp"
#include "digits/staging.hpp"
#include "digits/text.hpp"
#include "digits/train.hpp"

namespace {

constexpr std::size_t test_images = 360;

struct settings {
  digits::training training;
  std::filesystem::path data = "examples/digits/data/digits.csv";
  std::filesystem::path out = "build/digits";
  std::vector<std::string> only;
  bool no_plot = false;
};

std::vector<std::string> names(const std::vector<digits::recipe>& recipes) {
  std::vector<std::string> result;
  for (const digits::recipe& r : recipes) result.push_back(r.name);
  return result;
}

void describe_options(CLI::App& app, settings& s) {
  app.add_option("--epochs", s.training.epochs, "How often each image is seen")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--seed", s.training.seed, "Chooses the test images, the weights and the batches")
      ->capture_default_str();
  app.add_option("--only", s.only, "Only the optimizer of this name; may be given several times")
      ->check(CLI::IsMember(names(digits::recipes(1))))
      ->type_name("NAME");
  app.add_option("--out", s.out, "Where curves.csv, .gp, .png and .svg go")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--data", s.data, "The images")->type_name("FILE")->capture_default_str();
  app.add_flag("--no-plot", s.no_plot, "Write the CSV, but draw no picture");
}

// Trains one after another, until all are done or a Ctrl-C.
std::vector<digits::run> train_all(const settings& s, const digits::split& data) {
  const std::int64_t steps =
      s.training.epochs * digits::steps_per_epoch(data.train.size(), s.training.batch);
  digits::progress progress(std::cout, digits::standard_output());
  std::vector<digits::run> runs;
  for (const digits::recipe& r : digits::recipes(steps)) {
    if (!s.only.empty() && std::ranges::find(s.only, r.name) == s.only.end()) continue;
    progress.begin(r.name, describe(r.tx));
    runs.push_back(digits::train(r, data, s.training, [&progress](const digits::moment& m) {
      progress.show(m);
      return digits::interrupted() == 0;
    }));
    progress.end();
    if (digits::interrupted() != 0) break;
  }
  return runs;
}

void print(const digits::curves_files& written) {
  if (written.png) std::cout << "picture  " << written.png->string() << '\n';
  if (written.svg) std::cout << "         " << written.svg->string() << '\n';
  if (!written.problem.empty()) std::cout << "no picture: " << written.problem << '\n';
  std::cout << "numbers  " << written.csv.string() << std::endl;
}

int demo(const settings& s) {
  if (!std::filesystem::exists(s.data)) {
    throw std::runtime_error("'" + s.data.string() +
                             "' is not there: run this in the project's root, or give --data FILE");
  }
  { const digits::staging can_be_written(s.out); }  // or it throws now, and not after the training
  const digits::split data =
      digits::split_dataset(digits::load_csv(s.data), test_images, s.training.seed);
  const std::string task = "A 64-32-10 network learns to read handwritten digits";
  const std::string images = digits::grouped(std::ssize(data.train.labels)) + " to train, " +
                             digits::grouped(std::ssize(data.test.labels)) + " to test, seed " +
                             std::to_string(s.training.seed);
  std::cout << task << ":\nimages of 8 x 8 pixels, " << images << ".\n\n";

  const std::vector<digits::run> runs = train_all(s, data);
  if (digits::interrupted() != 0) std::cout << "Stopped early; this is what there is.\n\n";
  std::cout << digits::table(runs) << std::endl;
  print(digits::save_curves(runs, s.out,
                            {.title = task + " (" + images + ")", .picture = !s.no_plot}));
  return digits::interrupted() == 0 ? 0 : 128 + digits::interrupted();  // as a shell reports it
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains a small network on handwritten digits with several optimizers.");
  settings s;
  describe_options(app, s);
  CLI11_PARSE(app, argc, argv);
  digits::note_interrupts();
  try {
    return demo(s);
  } catch (const std::exception& error) {
    std::cerr << "digits_demo: " << error.what() << std::endl;
    return 1;
  }
}
