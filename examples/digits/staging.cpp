#include "digits/staging.hpp"

#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <system_error>

namespace digits {

staging::staging(const std::filesystem::path& target)
    : target_(target), directory_(target / (".unfinished-" + std::to_string(getpid()))) {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (error) {
    throw std::runtime_error("cannot write to '" + target.string() + "': " + error.message());
  }
}

staging::~staging() {
  std::error_code ignored;  // a destructor must not throw, and there is nobody to tell
  std::filesystem::remove_all(directory_, ignored);
}

void staging::write(const std::string& name, const std::string& text) const {
  std::ofstream out(directory_ / name, std::ios::binary);
  out << text << std::flush;
  if (!out) throw std::runtime_error("cannot write '" + (target_ / name).string() + "'");
}

std::filesystem::path staging::publish(const std::string& name) const {
  std::filesystem::rename(directory_ / name, target_ / name);
  return target_ / name;
}

}  // namespace digits
