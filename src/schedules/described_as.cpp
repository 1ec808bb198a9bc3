#include "schedules/described_as.hpp"

#include <string>
#include <utility>

namespace optaxx::detail {
namespace {

class described final : public schedule_function {
 public:
  described(std::string description, schedule inner)
      : description_(std::move(description)), inner_(std::move(inner)) {}

  number at(const number& count, bool x64) const override { return inner_.at(count, x64); }
  std::string describe() const override { return description_; }

 private:
  std::string description_;
  schedule inner_;
};

}  // namespace

schedule described_as(const call& description, schedule inner) {
  return described(description.text(), std::move(inner));
}

}  // namespace optaxx::detail
