using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Dcgan.Core.Build
{
    /// <summary>
    /// Copies a shared library and marks one needed symbol version as weak, so that the loader accepts its absence.
    /// A library that does not need the version, or that is no 64-bit little-endian ELF file, is copied as it is.
    /// </summary>
    /// <remarks>
    /// Compiled by MSBuild when the task first runs, against .NET Standard 2.0. The layout is that of the Linux Standard
    /// Base, "Symbol Versioning": a chain of Verneed entries, one a library, each with its chain of Vernaux entries.
    /// </remarks>
    public sealed class WeakenVersionNeed : Task
    {
        private const uint VersionNeedSection = 0x6ffffffe;   // SHT_GNU_verneed
        private const byte Weak = 2;                          // VER_FLG_WEAK
        private const int HeaderSize = 64, SectionSize = 64, EntrySize = 16;

        [Required]
        public string Source { get; set; }

        [Required]
        public string Destination { get; set; }

        /// <summary>The symbol version to mark, such as GLIBCXX_3.4.32.</summary>
        [Required]
        public string Version { get; set; }

        public override bool Execute()
        {
            try
            {
                byte[] file = File.ReadAllBytes(Source);
                foreach (int flags in FindFlags(file))
                {
                    file[flags] |= Weak;
                }

                Replace(file);
            }
            catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
            {
                Log.LogError("DcganPatchTorchSharp: could not copy {0} to {1}: {2}", Source, Destination, e.Message);
            }

            return !Log.HasLoggedErrors;
        }

        // Never into the old file: it may be a hard link to another one, or in use by a running program.
        private void Replace(byte[] file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
            string fresh = Destination + "." + Guid.NewGuid().ToString("N") + ".tmp";
            try
            {
                File.WriteAllBytes(fresh, file);
                if (File.Exists(Destination))
                {
                    File.Replace(fresh, Destination, null);
                }
                else
                {
                    File.Move(fresh, Destination);
                }
            }
            finally
            {
                File.Delete(fresh);
            }
        }

        private IEnumerable<int> FindFlags(byte[] file)
        {
            byte[] name = Encoding.ASCII.GetBytes(Version + "\0");
            bool elf64 = file.Length >= HeaderSize && BitConverter.IsLittleEndian
                && BitConverter.ToUInt32(file, 0) == 0x464c457f && file[4] == 2 && file[5] == 1;
            if (!elf64 || BitConverter.ToUInt16(file, 0x3a) != SectionSize)
            {
                yield break;
            }

            ulong sections = BitConverter.ToUInt64(file, 0x28);
            ushort sectionCount = BitConverter.ToUInt16(file, 0x3c);
            for (int index = 0; index < sectionCount; index++)
            {
                if (TrySection(file, sections, sectionCount, index, out int need)
                    && BitConverter.ToUInt32(file, need + 4) == VersionNeedSection
                    && TrySection(file, sections, sectionCount, BitConverter.ToUInt32(file, need + 0x28), out int strings)
                    && TryContents(file, need, out long start, out long end)
                    && TryContents(file, strings, out long names, out long namesEnd))
                {
                    foreach (long entry in Entries(file, start, end))
                    {
                        long text = names + BitConverter.ToUInt32(file, (int)entry + 8);
                        if (text + name.Length <= namesEnd && Matches(file, (int)text, name))
                        {
                            yield return (int)entry + 4;
                        }
                    }
                }
            }
        }

        // Every chain goes forward only, so that a broken one ends.
        private static IEnumerable<long> Entries(byte[] file, long start, long end)
        {
            for (long library = start; library + EntrySize <= end;)
            {
                for (long entry = library + BitConverter.ToUInt32(file, (int)library + 8); entry + EntrySize <= end;)
                {
                    yield return entry;
                    uint next = BitConverter.ToUInt32(file, (int)entry + 12);
                    entry = next == 0 ? end : entry + next;
                }

                uint nextLibrary = BitConverter.ToUInt32(file, (int)library + 12);
                library = nextLibrary == 0 ? end : library + nextLibrary;
            }
        }

        private static bool TrySection(byte[] file, ulong sections, ushort count, long index, out int header)
        {
            bool inside = index < count && sections <= (ulong)file.Length
                && sections + ((ulong)index + 1) * SectionSize <= (ulong)file.Length;
            header = inside ? (int)(sections + (ulong)index * SectionSize) : 0;
            return inside;
        }

        private static bool TryContents(byte[] file, int header, out long start, out long end)
        {
            ulong offset = BitConverter.ToUInt64(file, header + 0x18), size = BitConverter.ToUInt64(file, header + 0x20);
            bool inside = offset <= (ulong)file.Length && size <= (ulong)file.Length - offset;
            start = inside ? (long)offset : 0;
            end = inside ? (long)(offset + size) : 0;
            return inside;
        }

        private static bool Matches(byte[] file, int at, byte[] name)
        {
            for (int i = 0; i < name.Length; i++)
            {
                if (file[at + i] != name[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
