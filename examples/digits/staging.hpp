#pragma once

#include <filesystem>
#include <string>

namespace digits {

/// A directory inside another one where files are made ready; what was not published disappears.
class staging {
 public:
  /// Creates both directories as needed. Throws std::runtime_error if that is not possible.
  explicit staging(const std::filesystem::path& target);
  ~staging();
  staging(const staging&) = delete;
  staging& operator=(const staging&) = delete;

  const std::filesystem::path& directory() const { return directory_; }

  /// Throws std::runtime_error unless all of it was written.
  void write(const std::string& name, const std::string& text) const;

  /// Moves a file to the target in one step, over one of that name. Returns where it is now.
  std::filesystem::path publish(const std::string& name) const;

 private:
  std::filesystem::path target_, directory_;
};

}  // namespace digits
