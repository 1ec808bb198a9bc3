#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace optaxx::io {

/// The system calls that write a file, so that tests can have each of them fail, or be the last.
class file_calls {
 public:
  virtual ~file_calls() = default;
  virtual int open(const char* path, int flags, mode_t mode);
  virtual ssize_t write(int file, const void* data, std::size_t bytes);
  virtual int fchown(int file, uid_t owner, gid_t group);
  virtual int fchmod(int file, mode_t mode);
  virtual int fsync(int file);
  virtual int close(int file);
  virtual int rename(const char* from, const char* to);
  virtual int unlink(const char* path);
};

/// Those of the system.
file_calls& system_calls();

/// Writes the parts, one behind the other, into a new file in the same directory, syncs it, gives
/// it the name, and syncs the directory: whatever happens, either the old file or the new one bears
/// the name, whole. Of the old file it has the mode, and as far as that is allowed the owner and
/// the group. Where the name is a symbolic link, the file that it leads to is replaced. Throws
/// std::system_error, in words that go on after the name of the file, also where something else
/// than a file bears the name; then the new file is gone again. A directory that cannot be synced
/// is no error: the file is there.
void replace_file(const std::filesystem::path& file,
                  const std::vector<std::span<const std::byte>>& parts,
                  file_calls& calls = system_calls());

}  // namespace optaxx::io
