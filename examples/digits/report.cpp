#include "digits/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "digits/text.hpp"

namespace digits {
namespace {

using row = std::vector<std::string>;

row cells(const run& r) {
  const epoch_record& last = r.epochs.back();
  std::string epochs = std::to_string(last.epoch);
  if (last.epoch < r.planned_epochs) epochs.append(1, '/').append(std::to_string(r.planned_epochs));
  const bool stepped = r.steps_per_second > 0;
  return {r.name,
          epochs,
          fixed(last.train_loss, 4),
          fixed(last.test_loss, 4),
          fixed(last.test_accuracy, 3),
          duration(r.seconds),
          stepped ? grouped(std::llround(r.steps_per_second)) : "-",
          stepped ? duration(r.step_seconds) : "-"};
}

std::string line(const row& cells, const std::vector<std::size_t>& widths) {
  std::string text = "  " + pad_right(cells[0], widths[0]);  // names to the left, numbers right
  for (std::size_t i = 1; i < cells.size(); ++i) text += "  " + pad_left(cells[i], widths[i]);
  return text + "\n";
}

}  // namespace

std::string table(const std::vector<run>& runs) {
  std::vector<row> rows{{"optimizer", "epochs", "train loss", "test loss", "test accuracy", "time",
                         "steps/s", "tx.step"}};
  for (const run& r : runs) {
    if (!r.epochs.empty()) rows.push_back(cells(r));
  }

  std::vector<std::size_t> widths(rows[0].size());
  std::size_t total = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    for (const row& r : rows) widths[i] = std::max(widths[i], r[i].size());
    total += widths[i] + (i == 0 ? 0 : 2);
  }

  std::string text = line(rows[0], widths) + "  " + std::string(total, '-') + "\n";
  for (std::size_t i = 1; i < rows.size(); ++i) text += line(rows[i], widths);
  return text;
}

}  // namespace digits
