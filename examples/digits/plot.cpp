#include "digits/plot.hpp"

#include "digits/gnuplot.hpp"
#include "digits/staging.hpp"
#include "digits/text.hpp"

namespace digits {

std::string curves_csv(const std::vector<run>& runs) {
  constexpr int figures = 6;
  std::string text = "optimizer,epoch,steps,train_loss,test_loss,test_accuracy\n";
  for (const run& r : runs) {
    for (const epoch_record& e : r.epochs) {
      text += r.name + ',' + std::to_string(e.epoch) + ',' + std::to_string(e.steps);
      for (const double x : {e.train_loss, e.test_loss, e.test_accuracy}) {
        text += ',' + general(x, figures);
      }
      text += '\n';
    }
  }
  return text;
}

curves_files save_curves(const std::vector<run>& runs, const std::filesystem::path& directory,
                         const curves_options& options) {
  const staging stage(directory);
  stage.write("curves.csv", curves_csv(runs));
  curves_files written;
  if (options.picture) {
    stage.write("curves.gp", curves_script(runs, options.title));
    written.problem = run_gnuplot(options.gnuplot, stage.directory() / "curves.gp");
  }

  for (const char* old : {"curves.gp", "curves.png", "curves.svg"}) {
    std::filesystem::remove(directory / old);
  }
  written.csv = stage.publish("curves.csv");
  if (options.picture) {
    stage.publish("curves.gp");
    if (written.problem.empty()) {
      written.png = stage.publish("curves.png");
      written.svg = stage.publish("curves.svg");
    }
  }
  return written;
}

}  // namespace digits
